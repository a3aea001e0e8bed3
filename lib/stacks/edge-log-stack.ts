import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

import { EDGE_LOG_FIELDS } from '#domain/downloads/edge-log.ts';

import { bucketName } from '../config/bucket-names.ts';
import type { Config } from '../config/schema.ts';

interface EdgeLogStackProps extends StackProps {
  readonly config: Config;
  readonly distributionArn: string;
}

/** Has the edge write down what it was asked for; CloudFront's log is told where to go in us-east-1 alone. */
export class EdgeLogStack extends Stack {
  constructor(scope: Construct, id: string, props: EdgeLogStackProps) {
    const { config, distributionArn, ...rest } = props;
    super(scope, id, rest);
    // Those of all regions are beside each other here.
    const name = `${config.name}-${config.region}-edge`;
    const source = new CfnDeliverySource(this, 'Source', {
      name,
      resourceArn: distributionArn,
      logType: 'ACCESS_LOGS',
    });
    const destination = new CfnDeliveryDestination(this, 'Destination', {
      name,
      destinationResourceArn: `arn:aws:s3:::${bucketName(config, 'edge-log')}`,
      outputFormat: 'json',
    });
    const delivery = new CfnDelivery(this, 'Delivery', {
      deliverySourceName: name,
      deliveryDestinationArn: destination.attrArn,
      recordFields: [...EDGE_LOG_FIELDS],
    });
    delivery.addResourceDependency(source);
  }
}
