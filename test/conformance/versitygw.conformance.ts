import { startS3Peer } from '../peers/s3-peer.ts';
import { s3Contracts } from './s3-contracts.ts';

s3Contracts(await startS3Peer());
