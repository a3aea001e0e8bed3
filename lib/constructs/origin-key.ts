import { type IRestApi, type SpecRestApi, UsagePlan, ApiKey } from 'aws-cdk-lib/aws-apigateway';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** Lets those alone through to the API who send the key, which the edge does and nobody else can. */
export class OriginKey extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { api, secret }: { readonly api: SpecRestApi; readonly secret: Secret },
  ) {
    super(scope, id);
    const key = new ApiKey(this, 'Key', {
      description: 'Sent by the edge with every request',
      // It stays a reference in the template; CloudFormation looks it up.
      value: secret.secretValue.unsafeUnwrap(),
    });
    const plan = new UsagePlan(this, 'Plan', {
      description: 'Whoever comes through the edge',
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is one: its declaration knows no exact optional types
      apiStages: [{ api: api as unknown as IRestApi, stage: api.deploymentStage }],
    });
    plan.addApiKey(key);
  }
}
