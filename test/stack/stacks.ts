import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { existsSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { createStacks } from '../../lib/app.ts';
import { bundleFunctions } from '../../lib/bundles/bundle.ts';
import { BUNDLES, ROOT } from '../../lib/bundles/folders.ts';
import { readConfig } from '../../lib/config/read-config.ts';

// Findings are errors of the synthesis itself; here it is looked at what comes out.
process.env['CDK_VALIDATION'] = 'false';

type Json = Record<string, any>;

/** A configuration that can be used. */
export const CONTEXT: Readonly<Record<string, unknown>> = {
  domain: 'npm.example.com',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  hostedZoneName: 'example.com',
  account: '111111111111',
  region: 'eu-central-1',
};

/** The app with cdk.json's context and more of one's own. */
export function appWith(context: Readonly<Record<string, unknown>>): App {
  const { context: flags } = JSON.parse(readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')) as Json;
  return new App({ context: { ...flags, ...context } });
}

/** Templates by the last part of their stack's name. */
export async function synthesize(
  context: Readonly<Record<string, unknown>> = {},
): Promise<Readonly<Record<string, Json>>> {
  if (!existsSync(BUNDLES)) await bundleFunctions();
  const app = appWith({ ...CONTEXT, ...context });
  createStacks(app, readConfig(app.node));
  const stacks = app.node.children.filter((child): child is Stack => 'templateFile' in child);
  return Object.fromEntries(
    stacks.map((stack) => [stack.stackName.split('-').at(-1), Template.fromStack(stack).toJSON()]),
  );
}

/** Resources of a type in a template, as [logical id, properties, whole]. */
export const resourcesOf = (template: Json | undefined, type: string): [string, Json, Json][] =>
  Object.entries((template?.['Resources'] ?? {}) as Json)
    .filter(([, { Type }]) => Type === type)
    .map(([id, whole]) => [id, whole.Properties ?? {}, whole]);

/** The properties of the one resource of a type. */
export function only(template: Json | undefined, type: string): Json {
  const [[, properties] = [], ...others] = resourcesOf(template, type);
  if (!properties || others.length > 0) throw new Error(`there is not one ${type}`);
  return properties;
}
