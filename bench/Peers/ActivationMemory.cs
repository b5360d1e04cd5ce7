using System.Globalization;
using Omnichannel.Inventory;

namespace Omnichannel.Peers;

/// <summary>What a stock costs that is awake and at rest: the whole heap with so many of them, less the heap without, by their number.</summary>
internal static class ActivationMemory
{
    private const int WakesInFlight = 256;

    public static async Task<int> MeasureAsync(string file, int count)
    {
        await using var app = ApiHost.Build(["--urls=http://127.0.0.1:0", "--Grid:Store=Sqlite", $"--Grid:ConnectionString=Data Source={file}", "--Logging:LogLevel:Default=Warning"]);
        await app.StartAsync();
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        await WakeAsync(grains, "warm", WakesInFlight);
        var before = Settled();
        await WakeAsync(grains, "sku", count);
        var after = Settled();
        Console.WriteLine(((after - before) / count).ToString(CultureInfo.InvariantCulture));
        await app.StopAsync();
        return 0;
    }

    // Each has an event of its own, as a stock that is known has.
    private static Task WakeAsync(IGrainFactory grains, string name, int count) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = WakesInFlight }, async (index, _) =>
        {
            var stock = grains.GetGrain<IStockGrain>(string.Create(CultureInfo.InvariantCulture, $"{name}-{index}/london"));
            await stock.Move(new(new("opening"), MovementType.Receive, 1_000));
        });

    private static long Settled()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
