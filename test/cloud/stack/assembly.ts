import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Json = Record<string, any>;

/** Stacks as they were synthesized, with every intrinsic that is asked for resolved to text. */
export interface Assembly {
  /** All resources of a type, by logical id. */
  readonly resources: (type: string) => readonly Resource[];
  /** A value of a stack with its intrinsics resolved. */
  readonly resolve: (stack: string, value: any) => any;
  /** The file or folder of an asset, by the key of its object. */
  readonly asset: (key: string) => string;
}

export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly properties: Json;
}

/** Reads a folder that `cdk synth` wrote. */
export function readAssembly(folder: string): Assembly {
  const files = readdirSync(folder);
  const templates = new Map<string, Json>();
  const assets = new Map<string, string>();
  for (const file of files.filter((name) => name.endsWith('.template.json'))) {
    templates.set(file.replace('.template.json', ''), readJson(path.join(folder, file)));
  }
  for (const file of files.filter((name) => name.endsWith('.assets.json'))) {
    for (const [hash, { source }] of Object.entries(
      readJson(path.join(folder, file))['files'] as Json,
    )) {
      assets.set(`${hash}.zip`, path.join(folder, source.path));
    }
  }
  const { region, account } = environmentOf(folder);
  const resolver = createResolver(templates, region, account);
  return {
    resources: (type) =>
      [...templates].flatMap(([stack, { Resources }]) =>
        Object.entries(Resources as Json)
          .filter(([, { Type }]) => Type === type)
          .map(([id, { Properties = {} }]) => ({ stack, id, properties: Properties })),
      ),
    resolve: resolver,
    asset: (key) => {
      const file = assets.get(key);
      if (file === undefined) throw new Error(`no asset ${key}`);
      return file;
    },
  };
}

const readJson = (file: string): Json => JSON.parse(readFileSync(file, 'utf8'));

/** `aws://<account>/<region>` of the registry. */
export function environmentOf(folder: string): {
  readonly account: string;
  readonly region: string;
} {
  const { artifacts } = readJson(path.join(folder, 'manifest.json'));
  const stack = Object.values(artifacts as Json).find(
    // A certificate may be elsewhere.
    ({ type, properties }) =>
      type === 'aws:cloudformation:stack' &&
      properties.templateFile.endsWith('-data.template.json'),
  );
  const [, , account = '', region = ''] = stack.environment.split('/');
  return { account, region };
}

function createResolver(templates: ReadonlyMap<string, Json>, region: string, account: string) {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const resourceOf = (stack: string, id: string): Json => {
    const resource = templates.get(stack)?.['Resources'][id];
    if (!resource) throw new Error(`${stack} has no resource ${id}`);
    return resource;
  };
  const reference = (stack: string, id: string): string => {
    if (id in pseudo) return pseudo[id] ?? '';
    const { Type, Properties = {} } = resourceOf(stack, id);
    const nameField = NAMED[Type];
    if (nameField === undefined) throw new Error(`the rehearsal knows no Ref of ${Type}`);
    if (Type === 'AWS::SecretsManager::Secret') return attribute(stack, id, 'Id');
    const name = resolve(stack, Properties[nameField] ?? `${stack}-${id}`);
    return Type === 'AWS::SQS::Queue'
      ? `https://sqs.${region}.amazonaws.com/${account}/${name}`
      : name;
  };
  const attribute = (stack: string, id: string, name: string): string => {
    const { Type } = resourceOf(stack, id);
    if (PLAIN.has(`${Type} ${name}`)) return `${stack}-${id}`;
    const arn = ARNS[`${Type} ${name}`];
    if (!arn) throw new Error(`the rehearsal knows no ${name} of ${Type}`);
    const [service, rest] = arn(`${stack}-${id}`, () => reference(stack, id));
    if (service === 's3') return `arn:aws:s3:::${rest}`;
    return `arn:aws:${service}:${service === 'iam' ? '' : region}:${account}:${rest}`;
  };
  const output = (stack: string, name: string): any => {
    const found = templates.get(stack)?.['Outputs']?.[name];
    if (!found) throw new Error(`${stack} has no output ${name}`);
    return resolve(stack, found.Value);
  };
  const intrinsics: Readonly<Record<string, (stack: string, value: any) => any>> = {
    Ref: reference,
    'Fn::GetAtt': (stack, [id, name]) => attribute(stack, id, name),
    'Fn::Join': (stack, [separator, parts]) => resolve(stack, parts).map(String).join(separator),
    'Fn::Select': (stack, [index, parts]) => resolve(stack, parts)[Number(index)],
    'Fn::Split': (stack, [separator, text]) => resolve(stack, text).split(separator),
    'Fn::GetStackOutput': (_, { StackName, OutputName }) => output(StackName, OutputName),
    'Fn::Sub': (stack, text) =>
      String(text).replaceAll(/\$\{([\w:]+)\}/g, (_, id: string) => reference(stack, id)),
  };
  const resolve = (stack: string, value: any): any => {
    if (Array.isArray(value)) return value.map((each) => resolve(stack, each));
    if (typeof value !== 'object' || value === null) return value;
    const [[key, inner] = ['', undefined], ...others] = Object.entries(value as Json);
    const intrinsic = others.length === 0 ? intrinsics[key] : undefined;
    if (intrinsic) return intrinsic(stack, inner);
    if (key.startsWith('Fn::')) throw new Error(`the rehearsal knows no ${key}`);
    return Object.fromEntries(
      Object.entries(value as Json).map(([name, each]) => [name, resolve(stack, each)]),
    );
  };
  return resolve;
}

/** The property that names a resource, where it is named; others go by their logical id. */
const NAMED: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': '',
  'AWS::CertificateManager::Certificate': '',
  'AWS::CloudFront::CachePolicy': '',
  'AWS::CloudFront::Distribution': '',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::IAM::Role': '',
  'AWS::KMS::Key': '',
  'AWS::Lambda::Function': '',
  'AWS::Logs::LogGroup': '',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': '',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': '',
};

/** Attributes that are names of AWS's own making. */
const PLAIN = new Set([
  'AWS::CloudFront::Distribution Id',
  'AWS::CloudFront::Function FunctionARN',
  'AWS::CloudFront::OriginAccessControl Id',
]);

/** Service and resource of an attribute that is an ARN. */
const ARNS: Readonly<
  Record<string, (id: string, name: () => string) => readonly [service: string, resource: string]>
> = {
  'AWS::DynamoDB::GlobalTable Arn': (_, name) => ['dynamodb', `table/${name()}`],
  'AWS::DynamoDB::GlobalTable StreamArn': (_, name) => ['dynamodb', `table/${name()}/stream/1`],
  'AWS::S3::Bucket Arn': (_, name) => ['s3', name()],
  'AWS::SQS::Queue Arn': (_, name) => ['sqs', name().split('/').at(-1) ?? ''],
  'AWS::KMS::Key Arn': (id) => ['kms', `key/${id}`],
  'AWS::SecretsManager::Secret Id': (id) => ['secretsmanager', `secret:${id}`],
  'AWS::Lambda::Function Arn': (id) => ['lambda', `function:${id}`],
  'AWS::Logs::LogGroup Arn': (id) => ['logs', `log-group:${id}:*`],
  'AWS::IAM::Role Arn': (id) => ['iam', `role/${id}`],
};
