/** How much of Lambda an endpoint gets. */
export interface Shape {
  /** Megabytes; Lambda gives CPU in proportion, one whole core at 1,769. */
  readonly memory: number;
  /** Requests a second that API Gateway lets through; without it, the stage's default. */
  readonly rate?: number;
}

/** Hashing passwords, opening tarballs and compressing documents want a core; the rest waits for others. */
const SHAPES: Readonly<Record<string, Shape>> = {
  'account/login': { memory: 1024, rate: 20 },
  'account/profile-set': { memory: 1024, rate: 20 },
  'tokens/create': { memory: 1024, rate: 20 },
  'identities/link': { memory: 1024, rate: 20 },
  'identities/unlink': { memory: 1024, rate: 20 },
  'login/callback': { memory: 1024, rate: 20 },
  'login/confirm': { memory: 1024, rate: 20 },
  'login/done': { memory: 512, rate: 100 },
  'login/start': { memory: 512, rate: 20 },
  'package/put': { memory: 1769, rate: 100 },
  'package/replace': { memory: 1769, rate: 50 },
  'package/remove': { memory: 1024, rate: 50 },
  'stage/publish': { memory: 1769, rate: 50 },
  'stage/approve': { memory: 1769, rate: 50 },
  'imports/put': { memory: 1769, rate: 50 },
  'security/advisories': { memory: 512, rate: 50 },
  'security/audit': { memory: 1024, rate: 20 },
  'security/audit-quick': { memory: 1024, rate: 20 },
  'access/packages-own': { memory: 1024, rate: 20 },
  'access/packages-of-user': { memory: 1024, rate: 20 },
  'invitations/accept': { memory: 512, rate: 20 },
  'search/search': { memory: 1024, rate: 200 },
  // Passwords are hashed there.
  'web-account': { memory: 1024, rate: 50 },
  'uploads/start': { memory: 512, rate: 50 },
  'uploads/get': { memory: 512, rate: 50 },
  'uploads/commit': { memory: 1769, rate: 50 },
  // Tarballs are opened, and READMEs that nobody rendered yet rendered, while somebody waits.
  'web-package': { memory: 1769 },
};

const READING: Shape = { memory: 256 };
const WRITING: Shape = { memory: 512, rate: 100 };

/** By what an endpoint does: those that are not listed read, or write a little. */
export function shapeOf(id: string): Shape {
  const writes =
    /[/-](?:set|add|remove|revoke|reject|logout|invite|run-job|create|grant|accept)$/.test(id);
  return SHAPES[id] ?? (writes ? WRITING : READING);
}
