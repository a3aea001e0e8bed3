import {
  BasePathMapping,
  DomainName,
  EndpointType,
  SecurityPolicy,
  type SpecRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AaaaRecord,
  ARecord,
  HostedZone,
  type IHostedZone,
  RecordTarget,
} from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';

import type { Config } from '../config/schema.ts';
import { originDomain } from '../edge/names.ts';

interface ApiDomainProps {
  readonly config: Config;
  readonly api: SpecRestApi;
  /** The distribution's own host name, where there is one. */
  readonly edge: string | undefined;
}

/** CloudFront's: all of its names are in one zone. */
const EDGE_ZONE = 'Z2FDTNDATAQYW2';

/** The API under a name of the owner's: its certificate, and the addresses of registry and API in their zone. */
export class ApiDomain extends Construct {
  readonly certificateArn: string;

  constructor(scope: Construct, id: string, { config, api, edge }: ApiDomainProps) {
    super(scope, id);
    const { hostedZoneId, hostedZoneName: zoneName } = config;
    const domain = originDomain(config);
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName });
    // With an edge, the one that was given is for the edge.
    const given = config.edge === 'none' ? config.certificateArn : undefined;
    const certificate =
      given === undefined
        ? new Certificate(this, 'Certificate', {
            domainName: domain,
            validation: CertificateValidation.fromDns(zone),
          })
        : Certificate.fromCertificateArn(this, 'Certificate', given);
    this.certificateArn = certificate.certificateArn;
    const name = new DomainName(this, 'Name', {
      domainName: domain,
      certificate,
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new BasePathMapping(this, 'Root', {
      domainName: name,
      restApi: api,
      stage: api.deploymentStage,
    });
    const own = RecordTarget.fromAlias(new ApiGatewayDomain(name));
    if (edge === undefined) {
      this.createRecords('Address', { zone, domain }, own);
      return;
    }
    this.createRecords('Origin', { zone, domain }, own);
    // The same records as without an edge: turned on later, it takes them over without a gap.
    const front = RecordTarget.fromAlias({
      bind: () => ({ dnsName: edge, hostedZoneId: EDGE_ZONE }),
    });
    this.createRecords('Address', { zone, domain: config.domain }, front);
  }

  private createRecords(
    id: string,
    { zone, domain }: { readonly zone: IHostedZone; readonly domain: string },
    target: RecordTarget,
  ): void {
    new ARecord(this, id, { zone, recordName: `${domain}.`, target });
    new AaaaRecord(this, `${id}V6`, { zone, recordName: `${domain}.`, target });
  }
}
