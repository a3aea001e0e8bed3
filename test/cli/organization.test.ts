import { describe, expect, test } from 'vitest';

import { type Client, escape, PASSWORD, user } from '../client.ts';
import { hasTerminal } from '../clients/terminal.ts';
import { uniqueName } from '../packages.ts';
import { server } from '../target.ts';
import { answering } from './answering.ts';
import { CTRL_C, session, type Session } from './session.ts';

const registry = await server();
const { url } = registry;
const admin = await user(registry, 'admin');
const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
const as = ({ token }: Client): Session => session(url, token);
const asAlice = as(alice);
const asBob = as(bob);

/** Runs a command, which must succeed, and gives what it says. */
async function say(who: Session, line: string, input = ''): Promise<string> {
  const { code, stdout, stderr } = await who.run(line.split(' '), input);
  if (code !== 0) throw new Error(`pantry ${line} ended with ${code}: ${stderr}`);
  return stdout;
}

/** An organization of Alice. */
async function founded(): Promise<string> {
  const name = uniqueName('org');
  await say(asAlice, `org create ${name}`);
  return name;
}

async function published(name: string, access: 'public' | 'restricted' = 'restricted') {
  await alice.publish({ name, version: '1.0.0' }, { access });
  return name;
}

const reads = async (who: Client, name: string): Promise<number> =>
  (await who.get(`/${escape(name)}`)).status;

describe('pantry org', () => {
  test('makes an organization, and says who is in it and as what', async () => {
    const name = uniqueName('org');
    expect(await say(asAlice, `org create @${name}`)).toBe(
      `${name} owns @${name}, and you are its owner\n`,
    );
    expect(await say(asAlice, `org set ${name} ${bob.name}`)).toBe(
      `${bob.name} is member of ${name}\n`,
    );
    expect(await say(asAlice, `org set ${name} ${bob.name} --role admin`)).toContain('is admin of');
    expect(await say(asAlice, `org ls ${name}`)).toBe(`${alice.name}\towner\n${bob.name}\tadmin\n`);
    expect(await say(asBob, 'org list')).toBe(`${name}\tadmin\n`);
    const shown = await say(asBob, `org view ${name}`);
    expect(shown).toMatch(/ {2}you are {2}admin\n/);
    expect(shown).toMatch(/ {2}teams {4}developers\n/);
    await published(`@${name}/tool`);
    expect(await say(asBob, `org packages ${name}`)).toBe(`@${name}/tool\twrite\n`);
    expect(await say(asAlice, `org rm ${name} ${bob.name}`)).toBe(
      `${bob.name} is out of ${name}\n`,
    );
    expect(JSON.parse(await say(asBob, 'org list --json'))).toEqual([]);
  });

  test('makes none by a typing error in whom to add', async () => {
    const name = uniqueName('org');
    const args = ['org', 'set', name, alice.name, '--role', 'owner'];
    const { code } = await asAlice.run(args);
    expect(code).toBe(1);
    expect((await asAlice.run(['org', 'trust-owners', name, 'github:1'])).code).toBe(1);
    expect((await asAlice.run(['org', 'view', name])).code).toBe(1);
  });

  test('says whose CI may claim names, and whose no more', async () => {
    const name = await founded();
    expect(await say(asAlice, `org trust-owners ${name} github:1234 gitlab:5`)).toContain(
      'by the CI of github:1234, gitlab:5\n',
    );
    expect(await say(asAlice, `org view ${name}`)).toContain('github:1234, gitlab:5');
    expect(await say(asAlice, `org trust-owners ${name}`)).toContain('by the CI of nobody\n');
  });

  test('invites by a code, which is alone on the standard output, and takes one back', async () => {
    const name = await founded();
    await say(asAlice, `team create ${name}:core`);
    const { stdout, stderr } = await asAlice.run(
      `org invite ${name} --role admin --team core --days 3`.split(' '),
    );
    expect([stdout, stderr]).toEqual([
      expect.stringMatching(/^\d+\n$/),
      expect.stringContaining('`pantry org join`'),
    ]);
    const [key, ...others] = (await say(asAlice, `org invitations ${name}`)).split('\t');
    expect(others.slice(0, 4)).toEqual(['admin', 'core', '', `by ${alice.name}`]);
    expect(await say(asBob, 'org join --code-stdin', stdout)).toBe(`you are admin of ${name}\n`);
    expect(await say(asAlice, `team ls ${name}:core`)).toBe(`${bob.name}\t\n`);
    expect((await asAlice.run(['org', 'uninvite', name, key ?? ''])).code).toBe(1);
    await say(asAlice, `org invite ${name}`);
    const [open] = JSON.parse(await say(asAlice, `org invitations ${name} --json`));
    await say(asAlice, `org uninvite ${name} ${open.key}`);
    expect(await say(asAlice, `org invitations ${name}`)).toBe('');
  });

  test('invites who has no account yet, for admins', async () => {
    const refused = await asAlice.run(['org', 'invite', '--sign-up']);
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    const { stdout, stderr } = await as(admin).run(['org', 'invite', '--sign-up']);
    expect([stdout, stderr]).toEqual([
      expect.stringMatching(/^\d+\n$/),
      expect.stringContaining('`pantry login --sign-up`'),
    ]);
    const name = await founded();
    const closed = await server({ signUp: 'invite' });
    const chief = session(closed.url, (await user(closed, 'chief')).token);
    await say(chief, `org create ${name}`);
    const code = await say(chief, `org invite ${name} --sign-up --role admin`);
    const newcomer = session();
    const person = uniqueName('newcomer');
    const login = `login --registry ${closed.url} --user ${person} --sign-up --password-stdin`;
    await say(newcomer, `${login} --otp ${code.trim()}`, PASSWORD);
    expect(await say(newcomer, 'org list')).toBe(`${name}\tadmin\n`);
  });

  test.runIf(hasTerminal)('asks for the code in a terminal', async () => {
    const name = await founded();
    const code = (await say(asAlice, `org invite ${name}`)).trim();
    const carol = as(await user(registry, 'carol'));
    const stopped = await carol.onTerminal(['org', 'join'], [[/The code/, CTRL_C]]);
    expect(stopped.code).toBe(130);
    const { text } = await carol.onTerminal(['org', 'join'], [[/The code/, code]]);
    expect(text).toContain(`you are member of ${name}`);
  });

  test.each<[string, string, number, RegExp]>([
    ['no name', 'org create', 2, /the organization, as acme/],
    ['another role', 'org set acme bob --role king', 2, /--role is member/],
    ['no organization', 'org invite', 2, /say into which organization/],
    ['a wrong time', 'org invite acme --days soon', 2, /--days is a number/],
    ['a time to sign up', 'org invite --sign-up --days 3', 2, /no --days/],
    ['nobody to ask', 'org join', 2, /--code-stdin/],
    ['a wrong code', 'org join --code-stdin', 3, /this code is wrong/],
    ['an organization of others', 'org view somebody-else', 1, /was refused/],
  ])('refuses %s in a sentence', async (_, line, expected, sentence) => {
    const { code, stdout, stderr } = await asBob.run(line.split(' '), '0000');
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('    at ');
  });
});

describe('pantry team', () => {
  test('makes a team, puts people into it, and says what it may', async () => {
    const name = await founded();
    await say(asAlice, `org set ${name} ${bob.name}`);
    const tool = await published(`@${name}/tool`);
    await say(asAlice, `team revoke ${name}:developers @${name}/*`);
    expect(await reads(bob, tool)).toBe(404);
    const made = ['team', 'create', `@${name}:core`, '--description', 'who knows'];
    expect((await asAlice.run(made)).stdout).toBe(`there is a team @${name}:core now\n`);
    expect(await say(asAlice, `team ls ${name}`)).toBe('core\twho knows\ndevelopers\t\n');
    expect(await say(asAlice, `team add ${name}:core ${bob.name}`)).toBe(
      `${bob.name} is in ${name}:core\n`,
    );
    expect(await say(asAlice, `team grant ${name}:core ${tool}`)).toBe(
      `${name}:core may read ${tool}\n`,
    );
    expect(await reads(bob, tool)).toBe(200);
    expect(await say(asBob, `team packages ${name}:core`)).toBe(`${tool}\tread\n`);
    await say(asAlice, `team grant ${name}:core ${tool} --write`);
    expect(await say(asBob, `team packages ${name}:core`)).toBe(`${tool}\twrite\n`);
    await say(asAlice, `team rm ${name}:core ${bob.name}`);
    expect(await say(asAlice, `team ls ${name}:core`)).toBe('');
    await say(asAlice, `team revoke ${name}:core ${tool}`);
    expect(await say(asAlice, `team packages ${name}:core`)).toBe('');
    await say(asAlice, `team destroy ${name}:core`);
    expect(await say(asAlice, `team ls ${name}`)).toBe('developers\t\n');
  });

  test.each<[string, string, number, RegExp]>([
    ['no team', 'team create acme', 2, /write it like acme:core/],
    ['two teams', 'team destroy a:b:c', 2, /write it like acme:core/],
    ['an organization of others', 'team ls somebody-else', 1, /was refused/],
  ])('refuses %s in a sentence', async (_, line, expected, sentence) => {
    const { code, stderr } = await asBob.run(line.split(' '));
    expect([code, stderr]).toEqual([expected, expect.stringMatching(sentence)]);
  });
});

describe('pantry owner', () => {
  test('lists, adds and takes away', async () => {
    const name = await published(`@${alice.name}/${uniqueName()}`);
    expect(await say(asAlice, `owner ls ${name}`)).toBe(`${alice.name}\twrite\n`);
    expect(await reads(bob, name)).toBe(404);
    expect(await say(asAlice, `owner add ${bob.name} ${name}`)).toBe(
      `${bob.name} is an owner of ${name}\n`,
    );
    expect(await reads(bob, name)).toBe(200);
    await say(asAlice, `owner rm ${bob.name} ${name}`);
    expect(await reads(bob, name)).toBe(404);
    const { code, stderr } = await asBob.run(['owner', 'add', bob.name, name]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('was refused')]);
    expect((await asBob.run(['owner', 'ls', '..'])).code).toBe(2);
  });
});

describe('pantry access', () => {
  test('shows and changes who may read a package, and whether writes need a second factor', async () => {
    const name = await published(`@${alice.name}/${uniqueName()}`);
    expect(await say(asAlice, `access ${name}`)).toBe(`${name} is private\n`);
    expect(await say(asAlice, `access ${name} --status public --mfa automation`)).toBe(
      `${name} is public; writes need a second factor (automation)\n`,
    );
    expect(await say(asBob, `access ${name}`)).toContain('is public');
    const { code } = await asBob.run(['access', name, '--status', 'private']);
    expect(code).toBe(3);
  });
});

test('fails with 4 where the registry fails, and shows its sentence without what moves a cursor', async () => {
  const { url: other } = await answering((_, response) =>
    response.writeHead(501).end(JSON.stringify({ error: '\u001B[2Jnot here' })),
  );
  const home = session(other, 'x');
  for (const line of [
    'org list',
    'team ls acme',
    'owner ls a',
    'access a',
    'search a',
    'view a',
    'token list',
  ]) {
    const { code, stdout, stderr } = await home.run(line.split(' '));
    expect([line, code, stdout, stderr]).toEqual([
      line,
      4,
      '',
      `pantry: ${other} was refused: not here\n`,
    ]);
  }
});

test('moves no cursor by what stands on the command line either, in results, sentences and JSON', async () => {
  const { url: other } = await answering((_, response) => response.end('{}'));
  const home = session(other, 'x');
  const bad = '\u001B[2Jbob\u009B1m';
  const added = await home.run(['owner', 'add', bad, 'tool']);
  expect([added.code, added.stdout]).toEqual([0, 'bob is an owner of tool\n']);
  const json = await home.run(['owner', 'add', bad, 'tool', '--json']);
  expect(json.stdout).not.toMatch(/[^\P{Cc}\n]/u);
  expect(JSON.parse(json.stdout)).toEqual({ package: 'tool', user: bad });
  const refused = await home.run(['owner', 'ls', `${bad}!`, '--json']);
  expect(refused.stderr).toContain('pantry: "bob!" is not the name of a package\n');
  expect(refused.stdout + refused.stderr).not.toMatch(/[^\P{Cc}\n]/u);
});
