import type { Json } from '#domain/manifest.ts';

import type { Call } from '../command/command.ts';
import { UsageError } from '../command/failure.ts';
import type { Questions, Terminal } from '../terminal/terminal.ts';
import { listOf, optionOf, type Rules } from './configuration.ts';

interface Question {
  readonly key: string;
  readonly ask: string;
  /** What is likely; 'none' leaves it away. */
  readonly propose?: (context: Json, env: Call['env']) => string | undefined;
  readonly isList?: true;
}

const NEEDED: readonly Question[] = [
  { key: 'domain', ask: 'Where will clients find it? A host name, such as npm.example.com' },
  {
    key: 'hostedZoneName',
    ask: 'Which hosted zone of Route 53 is that in?',
    propose: ({ domain }) => String(domain).split('.').slice(1).join('.'),
  },
  {
    key: 'hostedZoneId',
    ask: "The zone's id? `aws route53 list-hosted-zones` shows it, such as Z0123456789ABC",
  },
  {
    key: 'account',
    ask: 'Which AWS account? 12 digits, as `aws sts get-caller-identity` shows them',
    propose: (_, { CDK_DEFAULT_ACCOUNT }) => CDK_DEFAULT_ACCOUNT,
  },
  {
    key: 'region',
    ask: 'Which region?',
    propose: (_, { AWS_REGION, AWS_DEFAULT_REGION }) =>
      AWS_REGION ?? AWS_DEFAULT_REGION ?? 'eu-central-1',
  },
];

const none = (): string => 'none';

const WELCOME: readonly Question[] = [
  { key: 'alarmEmail', ask: 'Which e-mail address hears of alarms?', propose: none },
  {
    key: 'ownScopes',
    ask: 'Which scopes are your own, and never looked up elsewhere? Such as @acme',
    propose: none,
    isList: true,
  },
  {
    key: 'trustedOwners',
    ask: 'Which accounts of GitHub may publish from CI? Their ids, such as 1234567',
    propose: none,
    isList: true,
  },
  {
    key: 'upstream',
    ask: 'Which registry is behind it? A URL; npm: that of your npm configuration; none',
    propose: () => 'npm',
  },
];

/** What is missing, asked of whoever sits there. Nothing is asked where all that is needed is known. */
export async function interview(
  { terminal, env }: Pick<Call, 'terminal' | 'env'>,
  context: Json,
  rules: Rules,
): Promise<Json> {
  const missing = NEEDED.filter(({ key }) => !isSaid(context, key));
  if (missing.length === 0) return {};
  const { questions } = terminal;
  if (!questions) {
    const options = missing.map(({ key }) => optionOf(key)).join(', ');
    throw new UsageError(`nobody can be asked here: say ${options}, or set them in cdk.json`);
  }
  const answers: Record<string, unknown> = {};
  const open = [...missing, ...WELCOME.filter(({ key }) => !isSaid(context, key))];
  for (const question of open) {
    const proposal = question.propose?.({ ...context, ...answers }, env);
    const value = await answerTo(question, proposal, { questions, terminal, rules });
    if (value !== undefined) answers[question.key] = value;
  }
  return answers;
}

const isSaid = (context: Json, key: string): boolean => {
  const { [key]: value } = context;
  return value !== undefined && value !== null && value !== '';
};

interface Asking {
  readonly questions: Questions;
  readonly terminal: Terminal;
  readonly rules: Rules;
}

/** Asks until it is something that can be used. */
async function answerTo(
  { key, ask, isList, propose }: Question,
  proposal: string | undefined,
  { questions, terminal, rules }: Asking,
): Promise<unknown> {
  let proposed = proposal;
  for (;;) {
    const text = (await questions.text(ask, proposed)).trim();
    if (text === 'none' && propose === none) return undefined;
    const value = isList ? listOf(text) : text;
    const refusal = rules.refusalOf(key, value);
    if (refusal === undefined) return value;
    terminal.warn(`"${text}" can't be used: it ${refusal}`);
    proposed = text;
  }
}
