import type { ExitCode } from '../command/command.ts';
import { CLIENTS } from '../setup/project.ts';
import { checkAges, checkClient } from './client-checks.ts';
import { type Finding, warning } from './finding.ts';
import { checkLogin, checkTokenFiles } from './login-checks.ts';
import { checkNetwork, checkNode } from './machine-checks.ts';
import { codeOf } from './probe.ts';
import { checkContradictions, checkLockfiles } from './project-checks.ts';
import { checkPublicUrl, checkRegistryAnswers } from './registry-checks.ts';
import { type DoctorCall, findSubject, type Subject } from './subject.ts';

type Check = (subject: Subject) => Promise<readonly Finding[]>;

/** That it can't be reached is said once. */
function whereReached(check: Check): Check {
  return async (subject) =>
    check(subject).catch((error: unknown) => {
      if (codeOf(error) === '') throw error;
      return [];
    });
}

/** In the order in which they are shown. */
const CHECKS: readonly (readonly [string, Check])[] = [
  ['Node', checkNode],
  ['registry', checkRegistryAnswers],
  ['public URL', whereReached(checkPublicUrl)],
  ['login', whereReached(checkLogin)],
  ['tokens', checkTokenFiles],
  ['network', checkNetwork],
  ...CLIENTS.map((client): readonly [string, Check] => [
    client,
    async (subject) => checkClient(client, subject),
  ]),
  ['ages', checkAges],
  ['configuration', checkContradictions],
  ['lockfile', checkLockfiles],
];

export async function main(call: DoctorCall): Promise<ExitCode> {
  const { terminal } = call;
  const subject = await findSubject(call);
  const found = await Promise.all(
    CHECKS.map(async ([name, check]) => guarded(name, check, subject)),
  );
  const findings = found.flat();
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const { url } = subject.registry;
  terminal.result(
    { registry: url, scopes: subject.scopes, problems, findings },
    findings.map((finding) => shown(finding, call)).join(''),
  );
  return problems > 0 ? 1 : 0;
}

/** Milliseconds for one check, in which it may ask several times. */
const PATIENCE = 30_000;

/** No check stops another one. */
async function guarded(name: string, check: Check, subject: Subject): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    const says = `this could not be looked at within ${PATIENCE / 1000} seconds`;
    timer = setTimeout(() => resolve([warning(name, says)]), PATIENCE);
  });
  try {
    return await Promise.race([check(subject), late]);
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return [warning(name, `this could not be looked at: ${reason}`)];
  } finally {
    clearTimeout(timer);
  }
}

function shown({ check, state, says, fix }: Finding, { terminal: { paint } }: DoctorCall): string {
  const word = {
    ok: paint.green('ok'),
    warning: paint.yellow('warning'),
    problem: paint.red('problem'),
  };
  const width = ' '.repeat('problem'.length - state.length);
  const line = `${word[state]}${width}  ${check}: ${says}\n`;
  return fix === undefined ? line : `${line}         ${paint.dim('→')} ${fix}\n`;
}
