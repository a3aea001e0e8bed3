import {
  CachePolicy,
  type CfnDistribution,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
} from 'aws-cdk-lib/aws-cloudfront';

import { bucketName } from '../config/bucket-names.ts';
import type { Config } from '../config/schema.ts';
import { KEPT_PATHS } from './kept-paths.ts';
import { originDomain } from './names.ts';

type DistributionConfig = CfnDistribution.DistributionConfigProperty;

export interface Parts {
  readonly config: Config;
  readonly certificateArn: string;
  /** What API Gateway lets the edge through for. */
  readonly originKey: string;
  readonly accessControlId: string;
  readonly functionArn: string;
  readonly cachePolicyId: string;
}

/** The header by which S3 and the API name an answer's tags, which a purge goes by. */
const TAG_HEADER = 'x-amz-meta-cache-tag';

/**
 * The distribution in front of a registry, by its CloudFormation properties: the function chooses among
 * origins that no behaviour names, and answers are tagged, which the construct for it does not know.
 */
export function distributionConfig(parts: Parts): DistributionConfig {
  const { config, certificateArn, functionArn, cachePolicyId } = parts;
  const behaviour = {
    targetOriginId: 'registry',
    viewerProtocolPolicy: 'redirect-to-https',
    allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    cachedMethods: ['GET', 'HEAD'],
    // A registry's answers are compressed where they are made.
    compress: false,
    originRequestPolicyId: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId,
    functionAssociations: [{ eventType: 'viewer-request', functionArn }],
  };
  return {
    enabled: true,
    comment: `Pantry, ${config.domain}`,
    aliases: [config.domain],
    httpVersion: HttpVersion.HTTP2_AND_3,
    ipv6Enabled: true,
    priceClass: PriceClass.PRICE_CLASS_ALL,
    viewerCertificate: {
      acmCertificateArn: certificateArn,
      sslSupportMethod: 'sni-only',
      minimumProtocolVersion: 'TLSv1.2_2021',
    },
    origins: originsOf(parts),
    defaultCacheBehavior: { ...behaviour, cachePolicyId },
    cacheBehaviors: [
      ...KEPT_PATHS.map((pathPattern) => ({ ...behaviour, pathPattern, cachePolicyId })),
      {
        ...behaviour,
        // Accounts, search, tokens: of one person or of this moment.
        pathPattern: '/-/*',
        cachePolicyId: CachePolicy.CACHING_DISABLED.cachePolicyId,
      },
    ],
    customErrorResponses: ERRORS.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
    cacheTagConfig: { headerName: TAG_HEADER },
  };
}

/** What one may not see another may, and what is not there yet may come: errors are never kept. */
const ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

function originsOf({ config, originKey, accessControlId }: Parts) {
  const bucket = `${bucketName(config, 'documents')}.s3.${config.region}.amazonaws.com`;
  const inBucket = (id: string, originPath: string): CfnDistribution.OriginProperty => ({
    id,
    domainName: bucket,
    originPath,
    originAccessControlId: accessControlId,
    s3OriginConfig: { originAccessIdentity: '' },
  });
  return [
    {
      id: 'registry',
      domainName: originDomain(config),
      customOriginConfig: {
        originProtocolPolicy: 'https-only',
        originSslProtocols: ['TLSv1.2'],
        originReadTimeout: 30,
      },
      originCustomHeaders: [{ headerName: 'x-api-key', headerValue: originKey }],
    },
    inBucket('full', '/packuments/full'),
    inBucket('abbreviated', '/packuments/abbreviated'),
    inBucket('tarballs', '/tarballs'),
  ];
}
