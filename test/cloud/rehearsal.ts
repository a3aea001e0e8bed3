import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { queueArn, type RehearsalAws, type Role, startAws } from './aws/aws.ts';
import type { StreamRecord } from './aws/dynamodb.ts';
import type { S3Peer } from './aws/s3-front.ts';
import type { Message } from './aws/small-services.ts';
import { type LambdaService, type Outcome, startLambda } from './lambda/lambda-service.ts';
import { type Assembly, environmentOf, readAssembly } from './stack/assembly.ts';
import { createBuckets } from './stack/buckets.ts';
import { deliver, type Delivery, passes, queueEvent } from './stack/deliveries.ts';
import { type Edge, startEdge } from './stack/edge.ts';
import { functionsOf, type StackFunction } from './stack/functions.ts';
import { startGateway } from './stack/gateway.ts';

type Json = Record<string, any>;

/** The synthesized stacks, running on this machine. */
export interface Rehearsal {
  /** What clients use as registry. */
  readonly url: string;
  readonly aws: RehearsalAws;
  readonly functions: readonly StackFunction[];
  /** With `edge: cloudfront`: what stands in front of the API. */
  readonly edge: Edge | undefined;
  /** Where the API itself listens. */
  readonly originUrl: string;
  /** The code of the first admin, as the account's owner reads it. */
  readonly firstAdminCode: string;
  /** What functions wrote to their logs, and the API to its access log. */
  readonly log: readonly string[];
  readonly deadLetters: readonly string[];
  /** Resolves when the stream and all queues are through. */
  idle(): Promise<void>;
  /** Does something before the stream and the queues hand on what comes of it. */
  beforeDeliveries<T>(work: () => Promise<T>): Promise<T>;
  /** Sends what a schedule sends, or invokes what it invokes. */
  runSchedule(id: string): Promise<Outcome | undefined>;
  stop(): Promise<void>;
}

interface Stage {
  readonly assembly: Assembly;
  readonly aws: RehearsalAws;
  readonly lambda: LambdaService;
  readonly functions: readonly StackFunction[];
  readonly deadLetters: string[];
}

/**
 * Starts what `cdk synth` wrote to a folder, with a real S3 server in the place of S3. A test may `change`
 * what roles may do.
 */
export async function startRehearsal(
  folder: string,
  peer: S3Peer,
  change: (role: Role) => Role = (role) => role,
): Promise<Rehearsal> {
  const assembly = readAssembly(folder);
  const { region, account } = environmentOf(folder);
  const aws = await startAws(peer, region, account);
  const firstAdminCode = createSecrets(assembly, aws);
  for (const { stack, properties } of assembly.resources('AWS::KMS::Alias')) {
    const { AliasName, TargetKeyId } = assembly.resolve(stack, properties);
    aws.small.aliases.set(AliasName, TargetKeyId);
  }
  const lambda = await startLambda();
  const data = mkdtempSync(path.join(tmpdir(), 'rehearsal-'));
  const described = functionsOf(assembly, region);
  const [api] = assembly.resources('AWS::ApiGateway::RestApi');
  if (!api) throw new Error('the stacks have no REST API');
  const body: Json = assembly.resolve(api.stack, api.properties['Body']);
  const byUri = new Map(described.map((fn) => [fn.arn, fn]));
  let functions: readonly StackFunction[] = [];
  const gateway = await startGateway({
    body,
    domain: 'localhost',
    apiKey: apiKeyOf(assembly, aws),
    accessLog: { format: accessLogFormat(assembly), write: (line) => lambda.log.push(line) },
    invoke: async (uri, event) => {
      const arn = /functions\/(arn:[^/]+)\//.exec(uri)?.[1] ?? '';
      const fn = functions.find((each) => each.arn === byUri.get(arn)?.arn);
      return fn?.open ? lambda.invoke(fn, event) : undefined;
    },
  });
  const edge = await startEdge({ assembly, aws, peer, account, origin: gateway.url });
  const url = (edge ?? gateway).url.replace('127.0.0.1', 'localhost');
  functions = described.map((fn) => onThisMachine(fn, { url, endpoints: aws.environment }));
  aws.onInvoke(async (name, event) => {
    const fn = functions.find(({ arn }) => arn.endsWith(`:${name}`));
    if (!fn) throw new Error(`no function ${name}`);
    return lambda.invoke(fn, event);
  });
  for (const { role } of functions) aws.addRole(change(role));
  await createBuckets(assembly, peer);
  const stage: Stage = { assembly, aws, lambda, functions, deadLetters: [] };
  const deliveries = startDeliveries(stage, data);
  return {
    url,
    aws,
    functions,
    edge,
    originUrl: gateway.url,
    firstAdminCode,
    log: lambda.log,
    deadLetters: stage.deadLetters,
    async idle() {
      // What one delivers may fill another.
      for (let round = 0; round < 3; round += 1) {
        for (const delivery of deliveries) await delivery.idle();
      }
    },
    async beforeDeliveries(work) {
      const releases = deliveries.map((delivery) => delivery.hold());
      try {
        return await work();
      } finally {
        for (const release of releases) release();
      }
    },
    runSchedule: async (id) => runSchedule(stage, id),
    async stop() {
      await edge?.stop();
      await gateway.stop();
      await lambda.stop();
      await aws.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/**
 * The environment of the template, with two differences: AWS is here, and the registry's URL is where the
 * gateway listens, since nobody serves the owner's domain.
 */
function onThisMachine(
  fn: StackFunction,
  {
    url,
    endpoints,
  }: { readonly url: string; readonly endpoints: Readonly<Record<string, string>> },
): StackFunction {
  const policy = JSON.parse(fn.environment['PANTRY_POLICY'] ?? '{}');
  const PANTRY_POLICY = JSON.stringify({ ...policy, publicUrl: url });
  return { ...fn, environment: { ...fn.environment, ...endpoints, PANTRY_POLICY } };
}

/** Makes every secret; answers the first admin's code, which is the one of digits. */
function createSecrets({ resources, resolve }: Assembly, aws: RehearsalAws): string {
  let code = '';
  for (const { stack, id, properties } of resources('AWS::SecretsManager::Secret')) {
    const { PasswordLength, ExcludeLowercase, ExcludeUppercase, ExcludePunctuation } =
      properties['GenerateSecretString'];
    if (!ExcludePunctuation) throw new Error('the rehearsal generates secrets without punctuation');
    const digits = Boolean(ExcludeLowercase && ExcludeUppercase);
    const base = digits ? 10 : 36;
    const characters = Array.from({ length: PasswordLength }, (_, index) =>
      ((index * 7 + 3) % base).toString(base),
    );
    if (digits) code = characters.join('');
    aws.small.secrets.set(resolve(stack, { Ref: id }), characters.join(''));
  }
  return code;
}

function accessLogFormat({ resources, resolve }: Assembly): string {
  const [stage] = resources('AWS::ApiGateway::Stage');
  if (!stage) throw new Error('the REST API has no stage');
  return resolve(stage.stack, stage.properties['AccessLogSetting'].Format);
}

function apiKeyOf({ resources, resolve }: Assembly, aws: RehearsalAws): string | undefined {
  const [key] = resources('AWS::ApiGateway::ApiKey');
  return key && aws.small.secretIn(resolve(key.stack, key.properties['Value']));
}

function startDeliveries(stage: Stage, data: string): readonly Delivery<any>[] {
  const { assembly, aws } = stage;
  const mappings = assembly
    .resources('AWS::Lambda::EventSourceMapping')
    .map(({ stack, properties }) => assembly.resolve(stack, properties) as Json);
  const functionOf = (mapping: Json): StackFunction => {
    const name = mapping['FunctionName'];
    const fn = stage.functions.find(
      ({ arn, id }) => arn === name || String(name).endsWith(`-${id}`),
    );
    if (!fn) throw new Error(`no function ${name}`);
    return fn;
  };
  const streams = assembly.resources('AWS::DynamoDB::GlobalTable').map(({ stack, id }, index) => {
    const name = assembly.resolve(stack, { Ref: id });
    const table = aws.createTable(name, path.join(data, `table-${index}.db`), TABLE_SCHEMA);
    const stream = assembly.resolve(stack, { 'Fn::GetAtt': [id, 'StreamArn'] });
    return mappings
      .filter(({ EventSourceArn }) => EventSourceArn === stream)
      .map((mapping) => {
        const delivery = deliver<StreamRecord>(
          {
            batchSize: mapping['BatchSize'],
            attempts: mapping['MaximumRetryAttempts'] + 1,
            invoke: async (Records) => stage.lambda.invoke(functionOf(mapping), { Records }),
            idOf: ({ dynamodb }) => dynamodb.SequenceNumber,
            bury: (record) => stage.deadLetters.push(JSON.stringify(record)),
          },
          true,
        );
        table.onRecords((records) => {
          const wanted = records.filter((record) => passes(record, mapping['FilterCriteria']));
          if (wanted.length > 0) delivery.add(wanted);
        });
        return delivery;
      });
  });
  const queues = mappings
    .filter(({ EventSourceArn }) => EventSourceArn.includes(':sqs:'))
    .map((mapping) => {
      const arn = mapping['EventSourceArn'];
      const delivery = deliver<Message>(
        {
          batchSize: mapping['BatchSize'],
          attempts: receiveCount(assembly, arn),
          invoke: async (messages) =>
            stage.lambda.invoke(functionOf(mapping), queueEvent(messages, arn)),
          idOf: ({ messageId }) => messageId,
          bury: ({ body }) => stage.deadLetters.push(body),
        },
        false,
      );
      aws.small.onMessage((url, message) => {
        if (queueArn(url) === arn) delivery.add([message]);
      });
      return delivery;
    });
  return [...streams.flat(), ...queues];
}

function receiveCount({ resources, resolve }: Assembly, arn: string): number {
  const queue = resources('AWS::SQS::Queue').find(
    ({ stack, id }) => resolve(stack, { 'Fn::GetAtt': [id, 'Arn'] }) === arn,
  );
  return queue?.properties['RedrivePolicy']?.maxReceiveCount ?? 1;
}

async function runSchedule(stage: Stage, id: string): Promise<Outcome | undefined> {
  const { assembly, aws, functions, lambda } = stage;
  const schedule = assembly
    .resources('AWS::Scheduler::Schedule')
    .find((each) => each.id.startsWith(id));
  if (!schedule) throw new Error(`no schedule ${id}`);
  const { Arn, Input } = assembly.resolve(schedule.stack, schedule.properties)['Target'];
  const fn = functions.find(({ arn }) => arn === Arn);
  if (fn) return lambda.invoke(fn, Input === undefined ? {} : JSON.parse(Input));
  const [, , , region, account, name] = String(Arn).split(':');
  aws.small.sendMessage(`https://sqs.${region}.amazonaws.com/${account}/${name}`, Input);
  return undefined;
}
