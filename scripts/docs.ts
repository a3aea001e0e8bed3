import { writeFileSync } from 'node:fs';

import { DOCUMENTS } from './documents.ts';

for (const [file, make] of Object.entries(DOCUMENTS)) writeFileSync(file, await make());
