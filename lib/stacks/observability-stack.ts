import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, ComparisonOperator, Dashboard, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

import type { Config } from '../config/schema.ts';
import { type AlarmPlan, alarmPlans } from '../monitoring/alarms.ts';
import { dashboardRows } from '../monitoring/dashboard.ts';
import type { Watched } from '../monitoring/watched.ts';
import { acknowledge } from '../nag/acknowledge.ts';

/** Who runs the registry sees how it is, and is told when it is not well. */
export class ObservabilityStack extends Stack {
  private readonly topic: Topic;

  constructor(
    scope: Construct,
    id: string,
    { watched, ...props }: StackProps & { readonly watched: Watched },
  ) {
    super(scope, id, props);
    const { config } = watched;
    const { alarmEmail, monthlyBudget } = config;
    this.topic = new Topic(this, 'Alarms', { enforceSSL: true, displayName: config.domain });
    if (alarmEmail !== undefined) this.topic.addSubscription(new EmailSubscription(alarmEmail));
    acknowledge(this.topic, {
      'Serverless-SNSRedrivePolicy':
        'An e-mail that can’t be delivered is in no queue; the alarm stays red on the dashboard',
    });
    for (const plan of alarmPlans(watched)) this.ring(plan, config);
    new Dashboard(this, 'Dashboard', {
      dashboardName: config.name,
      widgets: dashboardRows(watched),
    });
    if (alarmEmail !== undefined && monthlyBudget !== undefined) {
      this.watchBill(config.name, alarmEmail, monthlyBudget);
    }
  }

  private ring(plan: AlarmPlan, { name }: Config): void {
    const { id, says, metric, threshold, periods = 1, rings, silence } = plan;
    const alarm = new Alarm(this, id, {
      alarmName: `${name}-${id}`,
      alarmDescription: `${says}. What to do: docs/operations.md#${id.toLowerCase()}`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator:
        rings === 'below'
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData:
        silence === 'rings' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }

  /** The whole account's: costs are told apart by tag only once the account's owner allows it. */
  private watchBill(budgetName: string, address: string, amount: number): void {
    const tell = (threshold: number, notificationType: 'ACTUAL' | 'FORECASTED') => ({
      notification: {
        comparisonOperator: 'GREATER_THAN',
        notificationType,
        threshold,
        thresholdType: 'PERCENTAGE',
      },
      subscribers: [{ subscriptionType: 'EMAIL', address }],
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount, unit: 'USD' },
      },
      notificationsWithSubscribers: [tell(80, 'ACTUAL'), tell(100, 'FORECASTED')],
    });
  }
}
