import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  CfnDistribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionRuntime,
  S3OriginAccessControl,
} from 'aws-cdk-lib/aws-cloudfront';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

import type { Config } from '../config/schema.ts';
import { distributionConfig } from '../edge/distribution.ts';
import { viewerRequestCode } from '../edge/function-code.ts';
import { acknowledge } from '../nag/acknowledge.ts';

interface EdgeStackProps extends StackProps {
  readonly config: Config;
  readonly certificateArn: string;
}

/** CloudFront in front of the registry: what anyone may read comes from the nearest edge. */
export class EdgeStack extends Stack {
  /** What API Gateway lets the edge through for. */
  readonly originSecret: Secret;
  readonly distributionId: string;
  readonly distributionArn: string;
  readonly distributionDomain: string;

  constructor(scope: Construct, id: string, { config, certificateArn, ...props }: EdgeStackProps) {
    super(scope, id, props);
    this.originSecret = this.createSecret();
    const distribution = new CfnDistribution(this, 'Distribution', {
      distributionConfig: distributionConfig({
        config,
        certificateArn,
        // It stays a reference in the template; CloudFormation looks it up.
        originKey: this.originSecret.secretValue.unsafeUnwrap(),
        accessControlId: new S3OriginAccessControl(this, 'AccessControl').originAccessControlId,
        functionArn: this.createFunction(config).functionArn,
        cachePolicyId: this.createCachePolicy().cachePolicyId,
      }),
    });
    acknowledge(distribution, ACKNOWLEDGED);
    this.distributionId = distribution.attrId;
    this.distributionArn = `arn:aws:cloudfront::${config.account}:distribution/${distribution.attrId}`;
    this.distributionDomain = distribution.attrDomainName;
  }

  private createSecret(): Secret {
    const secret = new Secret(this, 'OriginKey', {
      description: 'Lets the edge through to the API, and nobody else',
      generateSecretString: { passwordLength: 40, excludePunctuation: true },
    });
    acknowledge(secret, {
      'AwsSolutions-SMG4':
        'Both sides take it from CloudFormation: docs/operations.md says how it is replaced',
    });
    return secret;
  }

  private createFunction({ reads }: Config): EdgeFunction {
    return new EdgeFunction(this, 'ViewerRequest', {
      comment: 'One spelling for each path; public documents and tarballs from S3',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(viewerRequestCode({ openToAnyone: reads === 'anyone' })),
    });
  }

  /** How long, every answer says of itself. Of a query there is only what routes read: the function drops the rest. */
  private createCachePolicy(): CachePolicy {
    return new CachePolicy(this, 'CachePolicy', {
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(365),
      headerBehavior: CacheHeaderBehavior.allowList('accept'),
      queryStringBehavior: CacheQueryStringBehavior.all(),
      enableAcceptEncodingGzip: true,
    });
  }
}

const ACKNOWLEDGED = {
  'AwsSolutions-CFR1': 'A registry serves the whole world unless its owner decides otherwise',
  'AwsSolutions-CFR2': 'A firewall is the owner’s choice: it costs more than a small registry',
  'AwsSolutions-CFR3':
    'What reaches the registry is in the access log of the API; what the edge answers from its cache is public',
};
