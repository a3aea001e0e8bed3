import { RemovalPolicy } from 'aws-cdk-lib';
import { EbsDeviceVolumeType } from 'aws-cdk-lib/aws-ec2';
import { Domain, EngineVersion, TLSSecurityPolicy } from 'aws-cdk-lib/aws-opensearchservice';
import type { Construct } from 'constructs';

import type { Config } from '../config/schema.ts';
import { acknowledge } from '../nag/acknowledge.ts';

/** AWS takes 28 characters. */
const searchDomainName = ({ name }: Config): string => `${name.slice(0, 21)}-search`;

export const searchDomainArn = (config: Config): string | undefined =>
  config.search === 'opensearch'
    ? `arn:aws:es:${config.region}:${config.account}:domain/${searchDomainName(config)}`
    : undefined;

const SLOW = 'What is slow is seen in the duration of the function that asks';

/** OpenSearch in place of the index in one file. It is derived from the table: losing it loses nothing. */
export function createSearchDomain(scope: Construct, config: Config): Domain | undefined {
  if (config.search !== 'opensearch') return undefined;
  const domain = new Domain(scope, 'Search', {
    domainName: searchDomainName(config),
    version: EngineVersion.OPENSEARCH_2_19,
    capacity: {
      dataNodeInstanceType: config.searchNode,
      dataNodes: config.searchNodes,
      multiAzWithStandbyEnabled: false,
    },
    ...(config.searchNodes > 1 && { zoneAwareness: { enabled: true, availabilityZoneCount: 2 } }),
    ebs: { volumeSize: 20, volumeType: EbsDeviceVolumeType.GP3 },
    enforceHttps: true,
    nodeToNodeEncryption: true,
    encryptionAtRest: { enabled: true },
    tlsSecurityPolicy: TLSSecurityPolicy.TLS_1_2_PFS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  acknowledge(domain, {
    'AwsSolutions-OS1':
      'Functions are in no VPC, and reach the domain by signed requests over TLS: no policy of the domain lets anybody else in',
    'AwsSolutions-OS3': 'Only roles of this account that their own policies let in reach it',
    'AwsSolutions-OS4': 'Master nodes of their own are for clusters; the index is derived',
    'AwsSolutions-OS5': 'The domain has no policy of its own, so that no unsigned request gets in',
    'AwsSolutions-OS7': 'Two zones are had by searchNodes; the index is derived and built anew',
    'AwsSolutions-OS9[LogExport::SEARCH_SLOW_LOGS]': SLOW,
    'AwsSolutions-OS9[LogExport::INDEX_SLOW_LOGS]': SLOW,
  });
  return domain;
}
