import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TextWidth, readTrueTypeWidths } from './true-type-widths.js';

/** The family that every picture of the library is lettered with: Latin and Chinese, the same on every machine. */
export const FONT_FAMILY = 'Noto Sans SC';

interface Fonts {
  readonly regular: TextWidth;
  readonly bold: TextWidth;
}

let fonts: Fonts | undefined;

/**
 * Makes the bundled font known to sharp and returns its letter widths.
 *
 * sharp finds fonts through fontconfig, which reads `FONTCONFIG_FILE` when the first text of the process is drawn.
 * The file written here adds the two bundled fonts to whatever the machine has; it is removed when the process ends.
 */
export function loadFonts(): Fonts {
  if (fonts !== undefined) return fonts;
  const files = [fontFile('400Regular'), fontFile('700Bold')] as const;
  const folder = mkdtempSync(path.join(tmpdir(), 'clusterlab-fonts-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const config = path.join(folder, 'fonts.conf');
  writeFileSync(
    config,
    fontConfig(
      files.map((file) => path.dirname(file)),
      folder,
      process.env['FONTCONFIG_FILE'] ?? '/etc/fonts/fonts.conf',
    ),
  );
  process.env['FONTCONFIG_FILE'] = config;
  fonts = { regular: readTrueTypeWidths(files[0]), bold: readTrueTypeWidths(files[1]) };
  return fonts;
}

/** Width in pixels of a text in the bundled font. */
export function textWidth(text: string, sizePx: number, bold: boolean = false): number {
  const { regular, bold: boldWidth } = loadFonts();
  return (bold ? boldWidth : regular)(text) * sizePx;
}

function fontFile(weight: '400Regular' | '700Bold'): string {
  return require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);
}

/** Hinting depends on the machine's settings: it is switched off for the bundled font, so that pictures do not. */
function fontConfig(folders: readonly string[], cache: string, machine: string): string {
  const xml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">${xml(machine)}</include>
  ${folders.map((folder) => `<dir>${xml(folder)}</dir>`).join('')}
  <cachedir>${xml(cache)}</cachedir>
  <match target="font">
    <test name="family"><string>${FONT_FAMILY}</string></test>
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
`;
}
