using Omnichannel;

await using var app = ApiHost.Build(args);
await ApiHost.RunAsync(app);
