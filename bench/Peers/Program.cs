using Omnichannel.Peers;

// What the grid is measured against, and what cannot be seen from outside. The benchmark starts each as a process of its own.
return args switch
{
    ["sql", var url, var connectionString] => await SqlShop.ServeAsync(url, connectionString),
    ["noop", var url, var file] => await NoOpGrid.ServeAsync(url, file),
    ["redis", ..] => await RedisLoad.RunAsync(args[1..]),
    ["memory", var file, var count] => await ActivationMemory.MeasureAsync(file, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Refuse(),
};

static int Refuse()
{
    Console.Error.WriteLine("sql URL CONNECTION-STRING | noop URL FILE | redis ... | memory FILE COUNT");
    return 2;
}
