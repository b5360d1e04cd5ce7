using Omnichannel.Silo.Cluster;

await using var app = SiloHost.Build(args);
await SiloHost.RunAsync(app);
