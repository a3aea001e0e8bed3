import type { Role } from '../aws/aws.ts';
import type { FunctionCode } from '../lambda/lambda-service.ts';
import type { Assembly, Resource } from './assembly.ts';

type Json = Record<string, any>;

/** A function of the stacks: its code, and the role that it works as. */
export interface StackFunction extends FunctionCode {
  readonly arn: string;
  readonly role: Role;
  /** Whether API Gateway may invoke it. */
  readonly open: boolean;
}

/**
 * All functions, as their templates describe them. Each has an access key of its own, as Lambda gives each the
 * credentials of its role.
 */
export function functionsOf(assembly: Assembly, region: string): readonly StackFunction[] {
  const open = openFunctions(assembly);
  return assembly.resources('AWS::Lambda::Function').flatMap((resource, index) => {
    const properties: Json = assembly.resolve(resource.stack, resource.properties);
    // The toolkit's own helpers, such as the one that copies outputs, are not ours to rehearse.
    if (!properties['Handler']?.startsWith('index.handler') || !properties['Code'].S3Key) return [];
    const { Code, Environment, Timeout, Role: roleArn } = properties;
    const arn = arnOf(assembly, resource);
    const credentials = {
      accessKeyId: `REHEARSAL${String(index).padStart(4, '0')}`,
      secretAccessKey: `secret of ${resource.id}`,
    };
    return [
      {
        id: resource.id,
        arn,
        folder: assembly.asset(Code.S3Key),
        timeout: Timeout,
        environment: {
          ...Environment?.Variables,
          AWS_REGION: region,
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        },
        role: { ...credentials, name: resource.id, policies: policiesOf(assembly, roleArn) },
        open: open.has(arn),
      },
    ];
  });
}

const arnOf = ({ resolve }: Assembly, { stack, id }: Resource): string =>
  resolve(stack, { 'Fn::GetAtt': [id, 'Arn'] });

/** Inline policies of a role, and those that are attached to it by resources of their own. */
function policiesOf(assembly: Assembly, roleArn: string): Role['policies'] {
  const { resolve } = assembly;
  const role = assembly
    .resources('AWS::IAM::Role')
    .find((each) => arnOf(assembly, each) === roleArn);
  if (!role) throw new Error(`no role ${roleArn}`);
  const own: Json = resolve(role.stack, role.properties);
  const attached = assembly
    .resources('AWS::IAM::Policy')
    .map(({ stack, properties }) => resolve(stack, properties) as Json)
    .filter(({ Roles }) => Roles?.includes(`${role.stack}-${role.id}`));
  return [
    ...(own['Policies'] ?? []).map(({ PolicyDocument }: Json) => PolicyDocument),
    ...attached.map(({ PolicyDocument }) => PolicyDocument),
  ];
}

function openFunctions({ resources, resolve }: Assembly): ReadonlySet<string> {
  const permissions = resources('AWS::Lambda::Permission').map(
    ({ stack, properties }) => resolve(stack, { ...properties, SourceArn: undefined }) as Json,
  );
  return new Set(
    permissions
      .filter(({ Principal }) => Principal === 'apigateway.amazonaws.com')
      .map(({ FunctionName }) => FunctionName as string),
  );
}
