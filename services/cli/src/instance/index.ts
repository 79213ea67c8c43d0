export { EnvironmentFault, environmentFaultIn, requireNode24 } from './environment-fault.ts';
export { type Instance, type InstanceOptions, openInstance } from './instance.ts';
