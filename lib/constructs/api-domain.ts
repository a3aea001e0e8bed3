import {
  BasePathMapping,
  DomainName,
  EndpointType,
  SecurityPolicy,
  type SpecRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';

import type { Config } from '../config/schema.ts';

interface ApiDomainProps {
  readonly config: Config;
  /** The host name that the API is reached by. */
  readonly domain: string;
  readonly api: SpecRestApi;
}

/** The API under a name of the owner's: its certificate, and its addresses in their zone. */
export class ApiDomain extends Construct {
  readonly certificateArn: string;

  constructor(scope: Construct, id: string, { config, domain, api }: ApiDomainProps) {
    super(scope, id);
    const { hostedZoneId, hostedZoneName: zoneName } = config;
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
    const target = RecordTarget.fromAlias(new ApiGatewayDomain(name));
    new ARecord(this, 'Address', { zone, recordName: `${domain}.`, target });
    new AaaaRecord(this, 'AddressV6', { zone, recordName: `${domain}.`, target });
  }
}
