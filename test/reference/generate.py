"""Makes every golden vector again: runs each generate_*.py of this folder, whose packages requirements.txt pins."""
import pathlib
import runpy

for script in sorted(pathlib.Path(__file__).parent.glob("generate_*.py")):
    print(script.name)
    runpy.run_path(str(script), run_name="__main__")
