import { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

import { acknowledge } from './acknowledge.ts';

/**
 * Accepts the resources of these statements that end in `/*`: the keys below one prefix of one bucket, which
 * is as narrow as it gets where every object has a key of its own; and searching any index of the domain, whose name changes with
 * what is in it. Any other wildcard stays a finding.
 */
export function acknowledgePrefixes(
  construct: Construct,
  statements: readonly PolicyStatement[],
): void {
  const stack = Stack.of(construct);
  const prefixes = statements
    .flatMap(({ resources }) => resources)
    .map((resource) => flatten(stack.resolve(resource)))
    .filter((resource) => resource.endsWith('/*') || resource.endsWith('/*/_search'));
  const reason =
    'The keys below one prefix of one bucket, or the indexes of one domain: each has a name of its own';
  for (const resource of prefixes) {
    acknowledge(construct, { [`AwsSolutions-IAM5[Resource::${resource}]`]: reason });
  }
}

interface Reference {
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  readonly 'Fn::GetAtt'?: readonly [string, string];
  readonly Ref?: string;
}

/** A resource as cdk-nag writes it in a finding's id. */
export function flatten(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what tokens resolve to
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref } = resource as Reference;
  if (join) return join[1].map(flatten).join(join[0]);
  if (attribute) return `<${attribute.join('.')}>`;
  return Ref === undefined ? JSON.stringify(resource) : `<${Ref}>`;
}
