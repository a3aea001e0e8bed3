import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { atEnd } from '../at-end.ts';
import { integrityOf, pack, shasumOf } from '../packages.ts';

/** What an upstream answers to one path instead of what it has. */
export type Answer = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
) => void | Promise<void>;

/** A registry behind the one that is tested, which does what a test says. */
export interface ControllableUpstream {
  readonly url: string;
  /** Requests so far, as `GET /name`. */
  readonly requests: string[];
  readonly headers: http.IncomingHttpHeaders[];
  /** Puts a version there; what of it is to be different from the truth. */
  publish(name: string, version: string, more?: Readonly<Record<string, unknown>>): Buffer;
  /** Points a dist-tag at a version; `latest` is the last that was published unless this says otherwise. */
  tag(name: string, tag: string, version: string): void;
  /** Says when a version was published. */
  date(name: string, version: string, at: string): void;
  remove(name: string, version?: string): void;
  /** Answers a path by hand from now on; undefined: as usual again. */
  answer(path: string, answer: Answer | undefined): void;
  /** Answers a path no sooner than that. */
  hold(path: string, until: Promise<unknown>): void;
  /** Takes no connection any more, until it is woken. */
  sleep(): Promise<void>;
  wake(): Promise<void>;
}

interface Published {
  date?: string;
  readonly manifest: Record<string, any>;
  readonly tarball: Buffer;
}

export async function startUpstream(): Promise<ControllableUpstream> {
  const packages = new Map<string, Map<string, Published>>();
  const tags = new Map<string, Record<string, string>>();
  const answers = new Map<string, Answer>();
  const holds = new Map<string, Promise<unknown>>();
  const requests: string[] = [];
  const headers: http.IncomingHttpHeaders[] = [];
  let port = 0;
  const serve = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const path = request.url ?? '/';
    requests.push(`${request.method} ${path}`);
    headers.push(request.headers);
    const answer = (): void => give(path, request, response);
    const held = holds.get(path);
    if (held) held.then(answer, answer);
    else answer();
  };
  const give = (
    path: string,
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): void => {
    const byHand = answers.get(path);
    if (byHand) return void byHand(request, response);
    if (path.includes('/-/')) {
      const tarball = tarballAt(path, packages);
      return void (tarball ? response.end(tarball) : response.writeHead(404).end());
    }
    const name = decodeURIComponent(path.slice(1));
    const single = versionAt(name, packages);
    if (single) return void response.end(JSON.stringify(single.manifest));
    const versions = packages.get(name);
    if (!versions) return void response.writeHead(404).end('{"error":"not_found"}');
    const full = documentOf(name, versions, tags.get(name));
    const isFull = !request.headers.accept?.includes('install-v1');
    const body = JSON.stringify(isFull ? full : abbreviated(full));
    const etag = `"${shasumOf(Buffer.from(body))}"`;
    if (request.headers['if-none-match'] === etag) {
      return void response.writeHead(304, { etag }).end();
    }
    return void response.writeHead(200, { 'content-type': 'application/json', etag }).end(body);
  };
  let server = http.createServer(serve);
  const wake = async (): Promise<void> => {
    server = http.createServer(serve);
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    ({ port } = server.address() as AddressInfo);
  };
  const sleep = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  await wake();
  atEnd(async () => {
    if (server.listening) await sleep();
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    requests,
    headers,
    publish(name, version, more = {}) {
      const tarball = pack({ name, version }, { 'index.js': `module.exports = '${version}';\n` });
      const { dist, ...rest } = more as { dist?: object };
      const file = `${name.split('/').at(-1)}-${version}.tgz`;
      const manifest = {
        name,
        version,
        ...rest,
        dist: {
          integrity: integrityOf(tarball),
          shasum: shasumOf(tarball),
          tarball: `${url}/${name}/-/${file}`,
          ...dist,
        },
      };
      const versions = packages.get(name) ?? new Map<string, Published>();
      packages.set(name, versions.set(version, { manifest, tarball }));
      return tarball;
    },
    tag(name, tag, version) {
      tags.set(name, { ...tags.get(name), [tag]: version });
    },
    date(name, version, at) {
      const found = packages.get(name)?.get(version);
      if (found) found.date = at;
    },
    remove(name, version) {
      if (version === undefined) packages.delete(name);
      else packages.get(name)?.delete(version);
    },
    answer(path, answer) {
      if (answer) answers.set(path, answer);
      else answers.delete(path);
    },
    hold: (path, until) => void holds.set(path, until),
    sleep,
    wake,
  };
}

/** `/@s/n/-/n-1.0.0.tgz` */
function tarballAt(
  path: string,
  packages: ReadonlyMap<string, ReadonlyMap<string, Published>>,
): Buffer | undefined {
  const [name = '', file = ''] = path.slice(1).split('/-/');
  const version = file.slice(`${name.split('/').at(-1)}-`.length, -'.tgz'.length);
  return packages.get(name)?.get(version)?.tarball;
}

function documentOf(
  name: string,
  versions: ReadonlyMap<string, Published>,
  tags: Readonly<Record<string, string>> = {},
) {
  const all = [...versions];
  const published = '2020-01-01T00:00:00.000Z';
  return {
    _id: name,
    _rev: '7-upstream',
    name,
    'dist-tags': { latest: all.at(-1)?.[0], ...tags },
    versions: Object.fromEntries(all.map(([version, { manifest }]) => [version, manifest])),
    time: {
      created: '2019-12-31T00:00:00.000Z',
      modified: '2020-01-02T00:00:00.000Z',
      ...Object.fromEntries(all.map(([version, { date = published }]) => [version, date])),
    },
    readme: 'a "readme" with "tarball":"http://elsewhere/"',
  };
}

/** Without what installers have no use for. */
function abbreviated({ time, versions, ...rest }: ReturnType<typeof documentOf>): object {
  const short = Object.entries(versions).map(([version, manifest]) => {
    const { license: _, licenses: __, scripts: ___, ...left } = manifest;
    return [version, left];
  });
  return {
    name: rest.name,
    modified: time.modified,
    'dist-tags': rest['dist-tags'],
    versions: Object.fromEntries(short),
  };
}

/** `name/1.0.0` */
function versionAt(
  path: string,
  packages: ReadonlyMap<string, ReadonlyMap<string, Published>>,
): Published | undefined {
  const slash = path.lastIndexOf('/');
  return packages.get(path.slice(0, slash))?.get(path.slice(slash + 1));
}
