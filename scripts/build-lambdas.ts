// Bundles every Lambda into dist/lambdas and says how large they became.
import { bundleFunctions } from '../lib/bundles/bundle.ts';

const sizes = [...(await bundleFunctions())].toSorted(([, a], [, b]) => b - a);
const [[largest, most] = ['none', 0]] = sizes;
console.log(
  `${sizes.length} functions in dist/lambdas; the largest is ${largest} with ${Math.round(most / 1000)} KB`,
);
