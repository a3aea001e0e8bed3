import type { TableSchema } from '#store/table-schema.ts';

import type { Outcome } from '../lambda/lambda-service.ts';
import { accessesOf, overwrittenBy } from './dynamodb-access.ts';
import { type DynamoDb, openDynamoDb } from './dynamodb.ts';
import { type Call, createFaults, failureAnswer, type Faults, xmlError } from './faults.ts';
import { type Answered, type Asked, jsonError, listen } from './http.ts';
import { type Access, isAllowed, type PolicyDocument } from './iam.ts';
import { s3CallOf } from './s3-access.ts';
import { forward, type S3Peer } from './s3-front.ts';
import { accessKeyOf, type Credentials, isSigned } from './signature.ts';
import { createSmallServices, type SmallServices } from './small-services.ts';

/** Who asks: the role of one function, by its access key. */
export interface Role extends Credentials {
  readonly name: string;
  readonly policies: readonly PolicyDocument[];
}

export interface RehearsalAws {
  /** What functions are told instead of AWS's own endpoints. */
  readonly environment: Readonly<Record<string, string>>;
  readonly small: SmallServices;
  readonly faults: Faults;
  /** Every call that was let through, in order. */
  readonly calls: Call[];
  /** What roles asked for and may not. */
  readonly denials: Call[];
  addRole(role: Role): void;
  /** Told the tags of every purge. */
  onInvalidation(listener: (tags: readonly string[]) => void): void;
  /** Runs a function by its name, when another one invokes it. */
  onInvoke(run: Invoke): void;
  createTable(name: string, file: string, schema: TableSchema): DynamoDb;
  stop(): Promise<void>;
}

type Invoke = (name: string, event: unknown) => Promise<Outcome>;

interface Wanted extends Omit<Call, 'role'> {
  readonly accesses: readonly Access[];
  /** A write of an audit event that would replace another one: IAM lets it pass, the rehearsal does not. */
  readonly overwrites?: Access | undefined;
}

/** AWS on this machine: every call is signed by a role, and allowed by its policies, or refused. */
export async function startAws(
  peer: S3Peer,
  region: string,
  account: string,
): Promise<RehearsalAws> {
  const roles = new Map<string, Role>();
  const tables = new Map<string, DynamoDb>();
  const small = createSmallServices();
  const faults = createFaults();
  const calls: Call[] = [];
  const denials: Call[] = [];
  const purged: ((tags: readonly string[]) => void)[] = [];
  let run: Invoke | undefined;

  /** The role that asks and may, or what it is told. */
  const admit = async (asked: Asked, wanted: Wanted, refuse: Refuse): Promise<Role | Answered> => {
    const role = roles.get(accessKeyOf(asked) ?? '');
    if (!role) return refuse('UnrecognizedClientException', 'no such access key');
    if (!(await isSigned(asked, role))) return refuse('SignatureDoesNotMatch', 'wrong signature');
    const { service, operation, resource } = wanted;
    const call = { role: role.name, service, operation, resource };
    const denied =
      wanted.accesses.find((access) => !isAllowed(role.policies, access)) ?? wanted.overwrites;
    if (!denied) {
      calls.push(call);
      return role;
    }
    denials.push({ ...call, operation: denied.action, resource: denied.resource });
    const text = `${role.name} is not authorized to perform: ${denied.action} on resource: ${denied.resource}`;
    return refuse(service === 's3' ? 'AccessDenied' : 'AccessDeniedException', text);
  };

  const ask = async (
    asked: Asked,
    wanted: Wanted,
    refuse: Refuse,
    work: (role: Role) => Promise<Answered>,
  ): Promise<Answered> => {
    const role = await admit(asked, wanted, refuse);
    if (!('policies' in role)) return role;
    const failure = faults.next({ role: role.name, ...wanted });
    const early = failure && failureAnswer(wanted.service, failure);
    if (early) return early;
    const answer = await work(role);
    return failure === 'done-but-cut' ? { status: 0, instead: 'cut' } : answer;
  };

  const arnOf = (table: string): string => `arn:aws:dynamodb:${region}:${account}:table/${table}`;

  const json = await listen(async (asked) => {
    if (asked.path.startsWith('/2020-05-31/')) return invalidate(asked);
    if (asked.path.startsWith('/2015-03-31/functions/')) return invoke(asked);
    const target = String(asked.headers['x-amz-target']);
    const input = JSON.parse(asked.body.toString());
    if (!target.startsWith('DynamoDB_')) {
      const wanted = smallWanted(target, input, {
        sqs: queueArn,
        ssm: (name) => `arn:aws:ssm:${region}:${account}:parameter${name}`,
        secretsmanager: (name) =>
          name.startsWith('arn:')
            ? name
            : `arn:aws:secretsmanager:${region}:${account}:secret:${name}-AbCdEf`,
      });
      return ask(asked, wanted, jsonError, async () => small.run(target, input));
    }
    const operation = target.split('.')[1] ?? '';
    const accesses = accessesOf(operation, input, arnOf);
    const [first] = accesses;
    const wanted = {
      service: 'dynamodb',
      operation,
      resource: first?.resource ?? '',
      accesses,
      overwrites: overwrittenBy(operation, input),
    };
    return ask(asked, wanted, jsonError, async () => {
      const table = tables.get(first?.resource.split('/')[1] ?? '');
      return table
        ? table.run(operation, input)
        : jsonError('ResourceNotFoundException', 'no table');
    });
  });

  const invalidate = async (asked: Asked): Promise<Answered> => {
    const id = asked.path.split('/')[3] ?? '';
    const resource = `arn:aws:cloudfront::${account}:distribution/${id}`;
    const accesses = [{ action: 'cloudfront:CreateInvalidation', resource }];
    const wanted = { service: 'cloudfront', operation: 'CreateInvalidation', resource, accesses };
    return ask(asked, wanted, jsonError, async () => {
      const tags = [...asked.body.toString().matchAll(/<Path>#([^<]+)<\/Path>/g)].map(
        ([, tag = '']) => tag,
      );
      for (const listener of purged) listener(tags);
      return { status: 201 };
    });
  };

  const invoke = async (asked: Asked): Promise<Answered> => {
    const name = asked.path.split('/')[3] ?? '';
    const resource = `arn:aws:lambda:${region}:${account}:function:${name}`;
    const accesses = [{ action: 'lambda:InvokeFunction', resource }];
    const wanted = { service: 'lambda', operation: 'Invoke', resource, accesses };
    return ask(asked, wanted, jsonError, async () => {
      const outcome = await run?.(name, JSON.parse(asked.body.toString()));
      if (!outcome) return jsonError('ResourceNotFoundException', 'Function not found');
      const failed = outcome.error === undefined ? {} : { 'x-amz-function-error': 'Unhandled' };
      return { status: 200, headers: failed, body: outcome.body };
    });
  };

  const s3 = await listen(async (asked) => {
    const call = s3CallOf(asked);
    const resource = `${call.bucket}/${call.key}`;
    const wanted = { service: 's3', operation: call.operation, resource, accesses: call.accesses };
    return ask(
      asked,
      wanted,
      (code, text) => xmlError(403, code, text),
      async (role) => {
        const answer = await forward(asked, peer);
        const list = { action: 's3:ListBucket', resource: `arn:aws:s3:::${call.bucket}` };
        // Who may not list is not told that a key is not there.
        const hidden = answer.status === 404 && !isAllowed(role.policies, list);
        return hidden ? xmlError(403, 'AccessDenied', 'Access Denied') : answer;
      },
    );
  });

  return {
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: json.url,
      AWS_ENDPOINT_URL_KMS: json.url,
      AWS_ENDPOINT_URL_SQS: json.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: json.url,
      AWS_ENDPOINT_URL_SSM: json.url,
      AWS_ENDPOINT_URL_CLOUDFRONT: json.url,
      AWS_ENDPOINT_URL_LAMBDA: json.url,
      AWS_ENDPOINT_URL_S3: s3.url,
    },
    small,
    faults,
    calls,
    denials,
    onInvalidation: (listener) => void purged.push(listener),
    onInvoke(invoker) {
      run = invoker;
    },
    addRole: (role) => void roles.set(role.accessKeyId, role),
    createTable(name, file, schema) {
      const table = openDynamoDb(file, schema);
      tables.set(name, table);
      return table;
    },
    async stop() {
      await Promise.all([json.stop(), s3.stop()]);
      for (const table of tables.values()) table.close();
    },
  };
}

type Refuse = (code: string, text: string) => Answered;

const SMALL: Readonly<Record<string, { service: string; action: string; field: string }>> = {
  'TrentService.Sign': { service: 'kms', action: 'kms:Sign', field: 'KeyId' },
  'TrentService.GetPublicKey': { service: 'kms', action: 'kms:GetPublicKey', field: 'KeyId' },
  'AmazonSSM.GetParameter': { service: 'ssm', action: 'ssm:GetParameter', field: 'Name' },
  'AmazonSSM.PutParameter': { service: 'ssm', action: 'ssm:PutParameter', field: 'Name' },
  'AmazonSQS.SendMessage': { service: 'sqs', action: 'sqs:SendMessage', field: 'QueueUrl' },
  'AmazonSQS.GetQueueAttributes': {
    service: 'sqs',
    action: 'sqs:GetQueueAttributes',
    field: 'QueueUrl',
  },
  'secretsmanager.GetSecretValue': {
    service: 'secretsmanager',
    action: 'secretsmanager:GetSecretValue',
    field: 'SecretId',
  },
};

function smallWanted(
  target: string,
  input: Record<string, string>,
  arns: Readonly<Record<string, (name: string) => string>>,
): Wanted {
  const { service, action, field } = SMALL[target] ?? {
    service: target,
    action: target,
    field: '',
  };
  const { [field]: name = '' } = input;
  const resource = arns[service]?.(name) ?? name;
  return {
    service,
    operation: target.split('.')[1] ?? '',
    resource,
    accesses: [{ action, resource, context: { 'ssm:Overwrite': [String(input['Overwrite'])] } }],
  };
}

/** `https://sqs.<region>.amazonaws.com/<account>/<name>` */
export function queueArn(url: string): string {
  const { hostname, pathname } = new URL(url);
  const [, account, name] = pathname.split('/');
  return `arn:aws:sqs:${hostname.split('.')[1]}:${account}:${name}`;
}
