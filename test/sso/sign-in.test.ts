import { describe } from 'vitest';

import { attacksContract } from './attacks-contract.ts';
import { browserContract } from './browser-contract.ts';
import { linksContract } from './links-contract.ts';
import { signInContract } from './sign-in-contract.ts';
import { startSso } from './stage.ts';

const stage = await startSso();

describe('on one machine', () => {
  signInContract(stage);
  linksContract(stage);
  attacksContract(stage);
  browserContract(stage);
});
