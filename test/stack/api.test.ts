import { describe, expect, test } from 'vitest';

import { gatewayFunctions, JOB_FUNCTIONS } from '../../lib/functions/gateway-functions.ts';
import { descriptionOf } from '../../lib/stacks/functions-stack.ts';
import { only, resourcesOf, synthesize } from './stacks.ts';

type Json = Record<string, any>;

const templates = await synthesize();
const { api, jobs, people, packages, pages } = templates;
const rest = only(api, 'AWS::ApiGateway::RestApi');
const functions = gatewayFunctions();

describe('the API', () => {
  test('has every path of every function, streaming from that function', () => {
    const lambdas = new Map(
      [people, packages, pages].flatMap((template) =>
        resourcesOf(template, 'AWS::Lambda::Function').map(
          ([id, { Description }]) => [Description, id] as const,
        ),
      ),
    );
    for (const each of functions) {
      const id = lambdas.get(descriptionOf(each));
      for (const { method, path } of each.paths) {
        const operation: Json = rest['Body'].paths[path][method.toLowerCase()];
        const integration: Json = operation['x-amazon-apigateway-integration'];
        expect([path, integration['responseTransferMode']]).toEqual([path, 'STREAM']);
        expect(JSON.stringify(integration['uri'])).toContain(`${id}Arn`);
        expect(JSON.stringify(integration['uri'])).toContain('/response-streaming-invocations');
      }
    }
  });

  test('takes bodies as text, and is reached by its own domain alone', () => {
    expect(JSON.stringify(rest)).not.toMatch(/binary-?media-?types/i);
    expect(rest['DisableExecuteApiEndpoint']).toBe(true);
    const domain = only(api, 'AWS::ApiGateway::DomainName');
    expect(domain).toMatchObject({ DomainName: 'npm.example.com', SecurityPolicy: 'TLS_1_2' });
  });

  test('answers what no function sees in the form of all other errors', () => {
    const responses: Json = rest['Body']['x-amazon-apigateway-gateway-responses'];
    const body = JSON.parse(
      responses['MISSING_AUTHENTICATION_TOKEN'].responseTemplates['application/json'],
    );
    expect(responses['MISSING_AUTHENTICATION_TOKEN'].statusCode).toBe(404);
    expect(body).toMatchObject({ code: 'not_found', error: body.message });
    expect(responses['REQUEST_TOO_LARGE'].responseTemplates['application/json']).toContain(
      'pantry publish',
    );
  });

  test('lets few log in and publish at once, and keeps a log without secrets', () => {
    const stage = only(api, 'AWS::ApiGateway::Stage');
    const limits = (stage['MethodSettings'] as Json[]).filter(
      ({ ResourcePath }) => ResourcePath === '/~1-~1user~1{p3}',
    );
    expect(limits.find(({ HttpMethod }) => HttpMethod === 'PUT')).toMatchObject({
      ThrottlingRateLimit: 20,
    });
    const { Format } = stage['AccessLogSetting'];
    expect(Format).not.toMatch(/authorization|querystring|\$context\.authorizer/i);
  });
});

describe('every function', () => {
  const all = [people, packages, pages, jobs].flatMap((template) =>
    resourcesOf(template, 'AWS::Lambda::Function').filter(([, { Handler }]) =>
      String(Handler).startsWith('index.handler'),
    ),
  );
  const roles = [people, packages, pages, jobs].flatMap((template) =>
    resourcesOf(template, 'AWS::IAM::Role').filter(([, { AssumeRolePolicyDocument }]) =>
      JSON.stringify(AssumeRolePolicyDocument).includes('lambda.amazonaws.com'),
    ),
  );

  test('is there once, on Node 24 and arm64, with a timeout', () => {
    expect(all).toHaveLength(functions.length + JOB_FUNCTIONS.length + 1);
    for (const [id, properties] of all) {
      expect([id, properties['Runtime'], properties['Architectures']]).toEqual([
        id,
        'nodejs24.x',
        ['arm64'],
      ]);
    }
  });

  test('has a role of its own that names actions and resources, and keys of the table', () => {
    const used = new Set(all.map(([, { Role }]) => JSON.stringify(Role)));
    expect(used.size).toBe(all.length);
    for (const [id, { Policies, ManagedPolicyArns }] of roles) {
      expect([id, ManagedPolicyArns]).toEqual([id, undefined]);
      for (const statement of Policies[0].PolicyDocument.Statement as Json[]) {
        const actions = [statement['Action']].flat();
        const resources = [statement['Resource']].flat();
        expect([id, actions.filter((action) => /\*|Scan/.test(action))]).toEqual([id, []]);
        expect([id, resources.includes('*')]).toEqual([id, false]);
        if (!actions.some((action) => action.startsWith('dynamodb:'))) continue;
        expect(statement['Condition']).toMatchObject({
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': expect.anything() },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        });
      }
    }
  });

  test('is told only what its stores are', () => {
    const ping = all.find(([id]) => id.startsWith('RegistryPing'))?.[1];
    expect(Object.keys(ping?.['Environment'].Variables)).toEqual(['PANTRY_POLICY']);
    const reader = all.find(([id]) => id.startsWith('PackagePackumentGet'))?.[1];
    expect(Object.keys(reader?.['Environment'].Variables).toSorted()).toEqual([
      'PANTRY_BLOBS_BUCKET',
      'PANTRY_DOCUMENTS_BUCKET',
      'PANTRY_DOWNLOADS_QUEUE',
      'PANTRY_POLICY',
      'PANTRY_PROXY',
      'PANTRY_TABLE',
      'PANTRY_UPSTREAMS',
    ]);
    const admin = all.find(([, { Environment }]) => 'PANTRY_DASHBOARD' in Environment.Variables);
    expect(admin?.[1]['Environment'].Variables).toMatchObject({ PANTRY_DASHBOARD: 'pantry' });
  });
});

describe('the stacks', () => {
  test('stay far from what CloudFormation takes', () => {
    for (const [name, { Resources }] of Object.entries(templates)) {
      expect([name, Object.keys(Resources).length < 450]).toEqual([name, true]);
    }
  });

  test('of two registries in one account share no name', async () => {
    const [first, second] = [await namesOf('first'), await namesOf('second')];
    expect(first.length).toBeGreaterThan(3);
    expect(first.filter((name) => second.includes(name))).toEqual([]);
  });
});

describe('jobs', () => {
  test('have dead letters wherever something waits for them', () => {
    const queues = resourcesOf(jobs, 'AWS::SQS::Queue');
    const withoutEnd = queues.filter(
      ([id, { RedrivePolicy }]) => !RedrivePolicy && !/DeadLetters|Unfollowed|Unsent/.test(id),
    );
    expect(withoutEnd).toEqual([]);
    const stream = resourcesOf(jobs, 'AWS::Lambda::EventSourceMapping').find(
      ([, { StartingPosition }]) => StartingPosition !== undefined,
    )?.[1];
    expect(stream).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
    for (const [, { Target }] of resourcesOf(jobs, 'AWS::Scheduler::Schedule')) {
      expect(Target.DeadLetterConfig).toBeDefined();
    }
  });
});

const NAMES = [
  'BucketName',
  'TableName',
  'QueueName',
  'AliasName',
  'FunctionName',
  'DashboardName',
  'AlarmName',
  'RoleName',
  'TopicName',
];

/** Every literal name that the stacks of the registry `name` ask for. */
async function namesOf(name: string): Promise<readonly string[]> {
  return Object.values(await synthesize({ name })).flatMap(({ Resources }) =>
    Object.values(Resources as Json).flatMap(({ Properties = {} }) =>
      NAMES.map((field) => Properties[field]).filter((value) => typeof value === 'string'),
    ),
  );
}
