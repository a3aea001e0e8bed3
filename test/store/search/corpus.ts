import type { PackageName } from '#domain/package-name.ts';
import type { SearchDocument } from '#store/search-index.ts';

/** Numbers from 0 to 1, the same for the same seed. */
export type Random = () => number;

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const COMMON =
  'react plugin node api cli webpack vue typescript test server utils babel eslint config component css json http js client angular core loader parser data types ui web native template file async express generator stream app build html redux framework hooks tool date string logger queue cache auth form table chart image color path url token crypto hash array object event promise router state store style theme icon button modal input select grid layout animation socket proxy mock fetch request response middleware validate schema graphql sql mongo redis aws cloud docker deploy git markdown'.split(
    ' ',
  );
const FILLING = 'a the for and to of with in your is an'.split(' ');
const SYLLABLES =
  'ba be bi bo ca ce co cu da de di do fa fe fi fo ga go ha he hi ho ja jo ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo za ze zi zo tra ster con lix ment ify ly er'.split(
    ' ',
  );

export interface Corpus {
  readonly documents: readonly SearchDocument[];
  /** A word, the commoner the likelier, as in the documents. */
  readonly word: (random: Random) => string;
}

/** Packages as a registry has them: the commonest word is in about every tenth. */
export function corpusOf(packages: number, seed = 1): Corpus {
  const random = randomFrom(seed);
  const word = vocabulary(random);
  const documents = new Map<string, SearchDocument>();
  while (documents.size < packages) {
    const document = documentOf(random, word);
    if (!documents.has(document.name)) documents.set(document.name, document);
  }
  return { documents: [...documents.values()], word };
}

const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

const times = <T>(count: number, make: () => T): readonly T[] =>
  Array.from({ length: count }, make);

/** Zipf's law, with a flat head. */
function vocabulary(random: Random): (random: Random) => string {
  const words = new Set(COMMON);
  while (words.size < 40_000) {
    words.add(times(2 + Math.floor(random() * 3), () => pick(random, SYLLABLES)).join(''));
  }
  const list = [...words];
  const sums = new Float64Array(list.length);
  let sum = 0;
  for (const index of list.keys()) {
    sum += 1 / (index + 8) ** 0.85;
    sums[index] = sum;
  }
  return (from) => {
    const wanted = from() * sum;
    let [low, high] = [0, list.length - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return list[low] ?? '';
  };
}

function documentOf(random: Random, word: (random: Random) => string): SearchDocument {
  const some = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const plain = times(some(1, 3), () => word(random)).join(random() < 0.9 ? '-' : '.');
  const name = random() < 0.35 ? `@${word(random)}/${plain}` : plain;
  const people = times(random() < 0.3 ? 2 : 1, () => `user${Math.floor(20_000 * random() ** 3)}`);
  const persons = people.map((user) => ({ name: user, email: `${user}@example.org` }));
  return {
    name: name as PackageName,
    rev: 1,
    version: `${some(0, 5)}.${some(0, 20)}.0`,
    description: times(random() < 0.1 ? 0 : some(3, 16), () =>
      random() < 0.3 ? pick(random, FILLING) : word(random),
    ).join(' '),
    keywords: times(random() < 0.3 ? 0 : some(1, 7), () =>
      random() < 0.85 ? word(random) : `${word(random)}-${word(random)}`,
    ),
    publishedAt: new Date(1.35e12 + 4.4e11 * Math.sqrt(random())).toISOString(),
    publisher: persons[0] ?? { name: 'nobody', email: '' },
    maintainers: persons,
    links: {
      npm: `https://pantry.example/package/${name}`,
      ...(random() < 0.8 && { repository: `https://git.example/${name}` }),
    },
    license: random() < 0.9 ? 'MIT' : '',
    visibility: random() < 0.05 ? 'private' : 'public',
    deprecated: random() < 0.03,
    popularity: 0,
  };
}
