"""Settings of the project's Jupyter server; `npm run lab` puts this folder on JUPYTER_CONFIG_PATH."""

import os

_root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
c = get_config()  # noqa: F821

# Reached from this machine only, behind the random token that Jupyter makes at each start.
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.allow_remote_access = False
c.ServerApp.root_dir = _root
c.ServerApp.terminals_enabled = False
# Nothing is looked up on the network.
c.LabApp.extension_manager = "readonly"
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
# Language servers and terminals are not used; looking for them costs every start some time.
c.ServerApp.jpserver_extensions = {
    "jupyter_lsp": False,
    "jupyter_server_terminals": False,
    "jupyterlab": True,
    "notebook_shim": True,
}
