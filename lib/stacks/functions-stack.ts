import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { RegistryFunction } from '../constructs/registry-function.ts';
import type { FunctionId, GatewayFunction } from '../functions/gateway-functions.ts';
import { shapeOf } from '../functions/shapes.ts';
import { storesOf } from '../functions/stores.ts';
import type { Grantor } from './grantor.ts';
import { camel } from './jobs-stack.ts';

interface FunctionsStackProps extends StackProps {
  readonly functions: readonly GatewayFunction[];
  readonly grantor: Grantor;
}

/** API Gateway waits no longer than this for a first byte. */
export const PATIENCE = Duration.seconds(29);

/** Some of the Lambdas behind the API: one stack takes 500 resources, and a Lambda is three. */
export class FunctionsStack extends Stack {
  readonly functions: ReadonlyMap<FunctionId, RegistryFunction>;

  constructor(scope: Construct, id: string, { functions, grantor, ...props }: FunctionsStackProps) {
    super(scope, id, props);
    this.functions = new Map(functions.map((each) => [each.id, this.create(each, grantor)]));
  }

  private create(each: GatewayFunction, grantor: Grantor): RegistryFunction {
    const { id, folder, endpoints } = each;
    return new RegistryFunction(this, camel(id), {
      folder,
      description: descriptionOf(each),
      timeout: PATIENCE,
      memory: shapeOf(id).memory,
      ...grantor(storesOf(endpoints)),
    });
  }
}

/** What consoles say of a function, in up to 256 characters: an area has too many pages to name them. */
export const descriptionOf = ({ id, endpoints }: GatewayFunction): string =>
  `Serves ${id.includes('/') ? endpoints.join(' and ') : `the pages of ${id}`}`;

/** What the stack of a function is called after: what its endpoint is about. */
export const FUNCTIONS_AREAS = ['people', 'packages', 'pages'] as const;
type FunctionsArea = (typeof FUNCTIONS_AREAS)[number];

const PEOPLE = new Set([
  'access',
  'account',
  'identities',
  'invitations',
  'login',
  'orgs',
  'second-factor',
  'teams',
  'tokens',
]);

export function areaOf({ id }: GatewayFunction): FunctionsArea {
  if (!id.includes('/')) return 'pages';
  return PEOPLE.has(id.split('/')[0] ?? '') ? 'people' : 'packages';
}
