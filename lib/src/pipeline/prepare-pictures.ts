import { ArgumentError, asPartOf } from '../errors.js';
import type { LongRunningOptions } from '../progress.js';
import { cleanImages, type CleanImagesOptions } from '../preprocess/clean-images.js';
import { normalizeImages, type NormalizeImagesOptions } from '../preprocess/normalize-images.js';
import type { PictureShapeOptions } from '../preprocess/picture-shape.js';
import type { NormalizeMethod } from '../preprocess/picture-window.js';
import { namesWithin } from './stage-names.js';
import type { Pictures } from './pictures.js';

/** Options of `cleanImages` that the pipeline passes on. */
export type CleanSettings = Omit<CleanImagesOptions, keyof PictureShapeOptions | keyof LongRunningOptions>;

/** Options of `normalizeImages` that the pipeline passes on. */
export type NormalizeSettings = Omit<
  NormalizeImagesOptions,
  keyof PictureShapeOptions | keyof LongRunningOptions
>;

/** What is done to pictures before they are measured. */
export interface PreparationOptions {
  /** Free strokes from ground and specks (`cleanImages`): true, or its options. @defaultValue false */
  readonly clean?: boolean | CleanSettings;
  /** Move what is drawn to the middle and to one size (`normalizeImages`): a method, or its options. @defaultValue 'none' */
  readonly normalize?: 'none' | NormalizeMethod | NormalizeSettings;
}

/** {@link PreparationOptions} as they were carried out; undefined: left out. */
export interface Preparation {
  /** Options of `cleanImages`, if it was done. */
  readonly cleaning: CleanSettings | undefined;
  /** Options of `normalizeImages`, if it was done. */
  readonly normalization: NormalizeSettings | undefined;
}

export function resolvePreparation(
  fn: string,
  { clean = false, normalize = 'none' }: PreparationOptions,
): Preparation {
  if (typeof clean !== 'boolean' && !isSettings(clean))
    throw new ArgumentError(fn, 'options.clean', 'true, false or options of cleanImages', clean);
  if (typeof normalize !== 'string' && !isSettings(normalize)) {
    const way = `'none', a method or options of normalizeImages`;
    throw new ArgumentError(fn, 'options.normalize', way, normalize);
  }
  return {
    cleaning: typeof clean === 'boolean' ? (clean ? {} : undefined) : clean,
    normalization:
      typeof normalize !== 'string' ? normalize : normalize === 'none' ? undefined : { method: normalize },
  };
}

function isSettings(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Pictures as they are measured; those given where nothing is to be done. */
export async function preparePictures(
  fn: string,
  pictures: Pictures,
  { cleaning, normalization }: Preparation,
  longRunning: LongRunningOptions,
): Promise<{ readonly prepared: Pictures; readonly warnings: readonly string[] }> {
  let prepared = pictures;
  const warnings: string[] = [];
  if (cleaning !== undefined) {
    const cleaned = await asPartOf(fn, namesWithin('clean'), () =>
      cleanImages(pictures, { ...cleaning, ...longRunning }),
    );
    warnings.push(...cleaned.warnings);
    prepared = cleaned;
  }
  if (normalization !== undefined) {
    const cleaned = prepared;
    const normalized = await asPartOf(fn, namesWithin('normalize'), () =>
      normalizeImages(cleaned, { ...normalization, ...longRunning }),
    );
    // Blank ones were reported when they were cleaned.
    if (cleaning === undefined) warnings.push(...normalized.warnings);
    prepared = normalized;
  }
  return { prepared, warnings };
}
