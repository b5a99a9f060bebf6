/** Endings of the picture formats that sharp's prebuilt libvips decodes. */
export const imageExtensions: readonly string[] = [
  ...['.jpg', '.jpeg', '.jpe', '.jfif', '.jif', '.pjpeg', '.pjp'],
  ...['.png', '.apng', '.webp', '.gif', '.tif', '.tiff', '.avif'],
];

/** Endings of files that people take for images, and that are not decoded here. */
const others: Readonly<Record<string, readonly string[]>> = {
  'HEIC, often from phones': ['.heic', '.heif', '.hif', '.heics', '.heifs'],
  'a drawing': ['.svg', '.svgz', '.eps', '.ai', '.emf', '.wmf', '.pdf'],
  'a bitmap': ['.bmp', '.dib', '.ico', '.cur', '.tga', '.pcx', '.dds', '.xbm', '.xpm', '.qoi'],
  'a portable map': ['.pbm', '.pgm', '.ppm', '.pnm', '.pam', '.pfm'],
  'an image of high dynamic range': ['.hdr', '.exr'],
  'JPEG 2000, JPEG XL or JPEG XR': ['.jp2', '.j2k', '.jpf', '.jpx', '.jpm', '.jxl', '.jxr', '.wdp', '.hdp'],
  'raw data of a camera': [
    ...['.dng', '.cr2', '.cr3', '.crw', '.nef', '.nrw', '.arw', '.srf', '.sr2', '.orf', '.rw2', '.raf'],
    ...['.pef', '.srw', '.x3f', '.erf', '.kdc', '.mrw', '.raw'],
  ],
  'a document of an image editor': ['.psd', '.psb', '.xcf', '.kra', '.ora', '.djvu', '.djv'],
  'a format of microscopes, medicine or astronomy': [
    ...['.czi', '.lif', '.nd2', '.lsm', '.stk', '.svs', '.ndpi', '.vsi', '.oib', '.oif'],
    ...['.dcm', '.dicom', '.nii', '.fits', '.fit', '.fts', '.mrc'],
  ],
};

const kinds = new Map(
  Object.entries(others).flatMap(([kind, endings]) => endings.map((ending) => [ending, kind] as const)),
);

/** What kind of image, that cannot be decoded here, a file with this ending (in lower case) is; undefined: none that is known. */
export function undecodedKind(ending: string): string | undefined {
  return kinds.get(ending);
}
