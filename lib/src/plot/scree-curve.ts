import { checkModel } from '../check-model.js';
import { ArgumentError } from '../errors.js';
import { checkOptions } from '../options.js';
import type { PcaResult } from '../reduce/pca-result.js';
import { type Chart, makeChart, palette } from './chart.js';
import { drawnOptions } from './drawn-text.js';

/** Options of {@link screeCurve}. */
export interface ScreeCurveOptions {
  /** @defaultValue 'Variance explained by the principal components' */
  readonly title?: string;
}

const CUMULATIVE = 'first components together';
const SINGLE = 'single component';

/**
 * The share of the variance that the first components explain together, and each alone, with the number kept marked.
 * O(components).
 *
 * @param result - What `pca` returned; with `spectrum: 'all'` the curve goes on beyond the components that were kept.
 * @throws {@link ArgumentError} if `result` is none of `pca`, or there are no components, or more than a chart may carry.
 * @example
 * await show(screeCurve(await pca(images, { nComponents: 0.95, spectrum: 'all' })));
 */
export function screeCurve(
  result: Pick<PcaResult, 'explainedVarianceRatio' | 'allVarianceRatios' | 'nComponents'>,
  options: ScreeCurveOptions = {},
): Chart {
  const fn = 'screeCurve';
  checkOptions(fn, options, ['title']);
  const { title = 'Variance explained by the principal components' } = drawnOptions(fn, options, ['title']);
  checkModel<typeof result>(fn, 'result', result, 'a result of pca', {
    nComponents: 'count',
    explainedVarianceRatio: 'finite',
    allVarianceRatios: 'finite?',
  });
  const { nComponents, explainedVarianceRatio, allVarianceRatios = explainedVarianceRatio } = result;
  if (nComponents < 1 || nComponents > allVarianceRatios.length) {
    throw new ArgumentError(
      fn,
      'result.nComponents',
      `an integer in [1, ${allVarianceRatios.length}] (components)`,
      nComponents,
    );
  }
  let sum = 0;
  const rows = Array.from(allVarianceRatios, (share, i) => ({
    component: i + 1,
    share,
    total: (sum += share),
  }));
  const kept = rows[nComponents - 1]!;
  const label = `${nComponents} kept: ${(100 * kept.total).toFixed(1)} %`;
  // The label stands where the curve does not run: below it, on the side with more room.
  const right = nComponents > rows.length / 2;
  const x = {
    field: 'component',
    type: 'quantitative',
    title: 'component',
    scale: { nice: false, domain: [rows.length === 1 ? 0 : 1, rows.length] },
    axis: { grid: false, format: 'd', tickMinStep: 1 },
  };
  const curve = (field: string, name: string): object => ({
    mark: { type: 'line', ...(rows.length <= 40 ? { point: true } : {}) },
    encoding: {
      y: {
        field,
        type: 'quantitative',
        title: 'share of the variance',
        scale: { domain: [0, 1] },
        axis: { format: '%' },
      },
      color: {
        datum: name,
        type: 'nominal',
        scale: { domain: [CUMULATIVE, SINGLE], range: [palette[0], palette[1]] },
        legend: { title: null, orient: 'bottom' },
      },
      tooltip: [{ field: 'component' }, { field, title: name, format: '.2%' }],
    },
  });
  return makeChart(fn, title, `Line chart. ${title}: ${rows.length} components, ${label} of the variance.`, {
    width: 440,
    height: 240,
    data: { values: rows },
    encoding: { x },
    layer: [
      curve('total', CUMULATIVE),
      curve('share', SINGLE),
      {
        transform: [{ filter: `datum.component === ${nComponents}` }],
        layer: [
          { mark: { type: 'rule', strokeDash: [4, 4], color: 'black' } },
          {
            mark: { type: 'point', size: 120, strokeWidth: 2, color: 'black' },
            encoding: { y: { field: 'total', type: 'quantitative' } },
          },
          {
            mark: {
              type: 'text',
              align: right ? 'right' : 'left',
              dx: right ? -8 : 8,
              fontWeight: 'bold',
              text: label,
            },
            encoding: { y: { datum: 0.5 } },
          },
        ],
      },
    ],
  });
}
