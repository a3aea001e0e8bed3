import { startMoto } from '../peers/moto.ts';
import { s3Contracts } from './s3-contracts.ts';

s3Contracts(await startMoto());
