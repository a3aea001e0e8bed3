import { SCOPE } from './library.ts';
import { pick } from './noise.ts';
import { pack, type Publication } from './publication.ts';

const THINGS =
  'array buffer cache calendar chart cipher client cluster color config cookie crawler date diff dom editor email event file filter font form graph grid hash header html http icon image index json kernel layout lexer list locale logger map matrix menu mesh mock model money parser path pixel plugin pool promise proxy query queue random range render request router schema script search select server session shader shell signal socket sort sound sprite stack state store stream string style table task template text theme time token toolbar tree type url user vector video view widget window worker xml yaml zip'.split(
    ' ',
  );
const VERBS =
  'align bind build check clean collect compile convert copy count debug decode encode expand fetch format group hide inspect join limit load lock merge normalize observe pack pad parse pick print reduce replace resolve retry rotate sample scan shuffle slice split strip sync trace trim unpack update validate wait watch wrap'.split(
    ' ',
  );

/** The n-th of the many small packages among which is searched. */
export function catalogueEntry(index: number): Publication {
  const thing = THINGS[index % THINGS.length] ?? '';
  const verb = VERBS[Math.floor(index / THINGS.length) % VERBS.length] ?? '';
  const other = THINGS[pick(`other thing of ${index}`, THINGS.length)] ?? '';
  const generation = Math.floor(index / (THINGS.length * VERBS.length));
  return pack(
    {
      name: `${SCOPE}/${thing}-${verb}-${generation}`,
      version: '1.0.0',
      description: `${verb} a ${thing} for every ${other}, without dependencies`,
      keywords: [thing, verb, other],
      license: 'MIT',
      main: 'index.js',
    },
    'latest',
  );
}

/** The things that are searched for: each is in the name of some hundred packages. */
export const searchedWords: readonly string[] = THINGS;
