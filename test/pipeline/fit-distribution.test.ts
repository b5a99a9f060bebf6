import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cumulative,
  logDensity,
  type Distribution,
  type DistributionName,
} from '../../lib/src/pipeline/distributions.js';
import { fitDistributions } from '../../lib/src/pipeline/fit-distribution.js';
import { nelderMead } from '../../lib/src/pipeline/nelder-mead.js';
import { incompleteBeta, logGamma, lowerGamma } from '../../lib/src/pipeline/special-functions.js';
import { createPacer } from '../../lib/src/progress.js';
import { assertClose } from '../support/assert-close.js';
import { blobs, readReference } from '../support/golden.js';

interface Golden {
  readonly members: readonly {
    readonly name: DistributionName;
    readonly parameters: number[];
    readonly points: number[];
    readonly cdf: number[];
    readonly pdf: number[];
  }[];
  readonly choices: readonly {
    readonly blobs: [number, number, number, number, number];
    readonly at: number[];
    readonly fits: readonly {
      readonly name: DistributionName;
      readonly parameters: number[];
      readonly rss: number;
      readonly logLikelihood: number;
      readonly cdf: number[];
    }[];
  }[];
}

const golden = readReference<Golden>('distributions');

function distribution(name: DistributionName, parameters: readonly number[]): Distribution {
  const [scale, loc, shape = NaN] = [...parameters].reverse();
  return { name, shape, loc: loc!, scale: scale! };
}

/** All distances of the rows but the first with one another, both ways and to themselves. */
function distancesOf(x: ReturnType<typeof blobs>): {
  readonly values: Float64Array;
  readonly weights: Float64Array;
} {
  const values = [0];
  for (let i = 1; i < x.nRows; i++) {
    for (let j = 1; j < i; j++) {
      let squared = 0;
      for (let c = 0; c < x.nColumns; c++)
        squared += (x.data[i * x.nColumns + c]! - x.data[j * x.nColumns + c]!) ** 2;
      values.push(Math.sqrt(squared));
    }
  }
  return {
    values: Float64Array.from(values),
    weights: Float64Array.from(values, (_, i) => (i === 0 ? x.nRows - 1 : 2)),
  };
}

for (const { name, parameters, points, cdf, pdf } of golden.members) {
  test(`${name} (${parameters.join(', ')}): density and distribution function`, () => {
    const member = distribution(name, parameters);
    const density = logDensity(member);
    assertClose(
      points.map((x) => Math.exp(density(x))),
      pdf,
      { rtol: 1e-9, atol: 1e-14 },
    );
    assertClose(
      points.map((x) => cumulative(member, x)),
      cdf,
      { rtol: 1e-9, atol: 1e-13 },
    );
  });
}

test('special functions at known values', () => {
  assertClose(
    [logGamma(0.5), logGamma(1), logGamma(5), logGamma(0.1)],
    [Math.log(Math.PI) / 2, 0, Math.log(24), 2.252712651734206],
    { atol: 1e-14 },
  );
  assertClose([lowerGamma(1, 2), lowerGamma(3, 0), lowerGamma(2, 1e9)], [1 - Math.exp(-2), 0, 1]);
  assertClose(
    [incompleteBeta(2, 3, 0.4), incompleteBeta(1, 1, 0.3), incompleteBeta(2, 3, 1)],
    [0.5248, 0.3, 1],
  );
});

test('nelderMead finds the bottom of the banana valley', async () => {
  const x = await nelderMead(
    ([a, b]) => Promise.resolve((1 - a!) ** 2 + 100 * (b! - a! * a!) ** 2 + 1),
    [-1.2, 1],
    [0.5, 0.5],
  );
  assertClose(x, [1, 1], { rtol: 1e-3 });
});

for (const { blobs: data, at, fits } of golden.choices) {
  test(`fits to the distances of blobs ${data.join(', ')} are at least as likely as scipy's`, async () => {
    const { values, weights } = distancesOf(blobs(...data));
    const found = await fitDistributions({ values, weights }, createPacer('test', {}));
    assert.deepEqual(
      found.map(({ rss }) => rss),
      found.map(({ rss }) => rss).sort((a, b) => a - b),
    );
    for (const expected of fits) {
      const fit = found.find((candidate) => candidate.distribution.name === expected.name)!;
      const density = logDensity(fit.distribution);
      const logLikelihood = values.reduce((sum, value, i) => sum + weights[i]! * density(value), 0);
      // scipy's search stops early where the likelihood only flattens out.
      assert.ok(
        logLikelihood >= expected.logLikelihood - 0.01,
        `${expected.name}: ${logLikelihood}, scipy ${expected.logLikelihood}`,
      );
      if (Math.abs(logLikelihood - expected.logLikelihood) > 0.1) continue;
      assertClose(fit.rss, expected.rss, { rtol: 0.01, message: expected.name });
      assertClose(
        at.map((value) => cumulative(fit.distribution, value)),
        expected.cdf,
        { rtol: 0.02, atol: 1e-4, message: expected.name },
      );
    }
    const [first, second] = [...fits].sort((a, b) => a.rss - b.rss);
    // A t distribution with millions of degrees of freedom is a normal one: there either may win.
    if (second!.rss > 1.01 * first!.rss) assert.equal(found[0]!.distribution.name, first!.name);
  });
}
