using System.Diagnostics.Metrics;

namespace Omnichannel.Hosting;

public class MeterTests
{
    [Fact]
    public async Task Gauges_WhenRead_CountActivationsAndCalls()
    {
        await using var host = await TestHost.StartAsync();
        var calls = Enumerable.Range(0, 3).Select(number => host.Grain<IWaitingGrain>($"key-{number}").WaitAt("work")).ToArray();
        var seen = new Dictionary<string, List<int>>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "Omnichannel") listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
        {
            if (!seen.TryGetValue(instrument.Name, out var values)) seen[instrument.Name] = values = [];
            values.Add(value);
        });
        listener.Start();
        listener.RecordObservableInstruments();

        // Other tests run hosts of their own at the same time.
        Assert.Contains(3, seen["omnichannel.activations"]);
        Assert.Contains(3, seen["omnichannel.calls.inflight"]);
        host.Trace.Open("work");
        await Task.WhenAll(calls);
    }
}
