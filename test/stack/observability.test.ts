import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { ROOT } from '../../lib/bundles/folders.ts';
import { ALARM_METRICS } from '../../scripts/cost.ts';
import { only, resourcesOf, synthesize } from './stacks.ts';

type Json = Record<string, any>;

const { api, observability } = await synthesize({
  edge: 'cloudfront',
  alarmEmail: 'ops@example.com',
  monthlyBudget: 20,
  malware: ['https://example.com/malware.zip'],
});
const alarms = resourcesOf(observability, 'AWS::CloudWatch::Alarm');
const runbook = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8');

describe('alarms', () => {
  test('tell somebody, when they ring and when it is over', () => {
    const [[topic] = []] = resourcesOf(observability, 'AWS::SNS::Topic');
    for (const [, { AlarmActions, OKActions }] of alarms) {
      expect([AlarmActions, OKActions]).toEqual([[{ Ref: topic }], [{ Ref: topic }]]);
    }
    expect(only(observability, 'AWS::SNS::Subscription')).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
  });

  test('have a section each in the runbook, and the runbook has no others', () => {
    const named = alarms.map(([, { AlarmName }]) => String(AlarmName).replace('pantry-', ''));
    const sections = [...runbook.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(new Set(sections)).toEqual(new Set(named));
    for (const [, { AlarmName, AlarmDescription }] of alarms) {
      const anchor = String(AlarmName).replace('pantry-', '').toLowerCase();
      expect(AlarmDescription).toContain(`docs/operations.md#${anchor}`);
    }
  });

  test('ring where what has to happen all the time is silent', () => {
    const silent = alarms.filter(([, { TreatMissingData }]) => TreatMissingData === 'breaching');
    expect(silent.map(([, { AlarmName }]) => AlarmName)).toEqual(['pantry-CanarySilent']);
  });

  test('watch no more metrics than docs/cost.md counts', () => {
    const metrics = alarms.flatMap(([, { Metrics = [{ MetricStat: 'its own' }] }]) =>
      (Metrics as Json[]).filter(({ MetricStat }) => MetricStat),
    );
    // Beside those of every registry one of malware lists, and one of an edge.
    expect(metrics.length).toBeLessThanOrEqual(ALARM_METRICS + 2);
  });
});

test('the dashboard stays below the 50 metrics that cost nothing', () => {
  const { DashboardBody } = only(observability, 'AWS::CloudWatch::Dashboard');
  const text = (DashboardBody['Fn::Join'][1] as (string | object)[])
    .map((part) => (typeof part === 'string' ? part : 'x'))
    .join('');
  const widgets: Json[] = JSON.parse(text).widgets;
  const metrics = widgets.flatMap(({ properties }) => properties.metrics ?? []);
  expect(metrics.length).toBeGreaterThan(20);
  expect(metrics.length).toBeLessThanOrEqual(50);
});

test('requests that a limit refused are counted from the access log, which says the status', () => {
  const found = resourcesOf(api, 'AWS::Logs::MetricFilter').find(([id]) =>
    id.startsWith('Refused'),
  );
  expect(found?.[1]).toMatchObject({
    FilterPattern: '{ $.status = "429" }',
    MetricTransformations: [{ MetricName: 'Refused', MetricNamespace: 'Pantry/pantry' }],
  });
  const { AccessLogSetting } = only(api, 'AWS::ApiGateway::Stage');
  expect(JSON.parse(AccessLogSetting.Format)).toMatchObject({ status: '$context.status' });
  expect(AccessLogSetting.Format).not.toContain('$context.path');
});

test('a budget tells before the money is spent', () => {
  const { Budget, NotificationsWithSubscribers } = only(observability, 'AWS::Budgets::Budget');
  expect(Budget.BudgetLimit).toEqual({ Amount: 20, Unit: 'USD' });
  expect(NotificationsWithSubscribers).toHaveLength(2);
});

test('without an address nobody is told, and no budget is made', async () => {
  const quiet = await synthesize();
  expect(resourcesOf(quiet['observability'], 'AWS::SNS::Subscription')).toEqual([]);
  expect(resourcesOf(quiet['observability'], 'AWS::Budgets::Budget')).toEqual([]);
});

test('alarms look at as many metrics as the cost is worked out for', async () => {
  const plain = await synthesize();
  const metrics = resourcesOf(plain['observability'], 'AWS::CloudWatch::Alarm').flatMap(
    ([, { Metrics }]) =>
      ((Metrics ?? [{ MetricStat: true }]) as Json[]).filter(({ MetricStat }) => MetricStat),
  );
  expect(metrics).toHaveLength(ALARM_METRICS);
});
