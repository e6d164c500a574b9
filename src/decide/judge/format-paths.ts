/**
 * Files that define what is stored, queued or public, by the names that frameworks and schema languages give them. In
 * lower case. Built in: a policy's `formats` adds to them.
 */
export const FORMAT_PATHS: readonly string[] = [
  "**/{migrations,migration,migrate,flyway,liquibase}/**",
  "**/db/{changelog,versions}/**",
  "**/alembic/versions/**",
  "**/*.{sql,prisma}",
  "**/schema.rb",
  "**/*.{proto,avsc,avdl,avpr,thrift,fbs,capnp,xsd,wsdl,asn,asn1}",
  "**/*.{graphql,graphqls,gql}",
  "**/{openapi,swagger,asyncapi}*.{yml,yaml,json}",
  "**/{openapi,swagger,asyncapi}/**",
  "**/*.schema.json",
];
