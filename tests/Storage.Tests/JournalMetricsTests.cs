using System.Diagnostics.Metrics;
using Omnichannel.Journal;

namespace Omnichannel.Storage;

public sealed class JournalMetricsTests
{
    private const string Store = "measured-alone";

    private readonly List<(string Name, double Value, string Tags)> _measured = [];

    [Fact]
    public async Task Append_WhileItWaitsAndWhenItLanded_IsMeasured()
    {
        using var listener = Listen();
        var (writer, queue) = (new GatedWriter(), new JournalQueue());
        using var metrics = new JournalMetrics(Store, queue);
        var commit = new GroupCommit(writer, new(), TaskScheduler.Default, queue, metrics, shard: 3);

        var answer = commit.AppendAsync(new(new EntityKey("stock", "a"), 0, 5, EntityScript.StartsAt, new byte[2], 0));
        var batch = await writer.NextAsync();
        listener.RecordObservableInstruments();
        batch.Land();
        await answer;
        await commit.DisposeAsync();
        metrics.SnapshotEnded(JournalMetrics.Now, "kept");

        Assert.Equal(
            [
                ("omnichannel.journal.queue.length", 1, $"store={Store}"),
                ("omnichannel.journal.flush.duration", 1, $"store={Store} shard=3 outcome=landed"),
                ("omnichannel.journal.flush.size", 1, $"store={Store} shard=3"),
                ("omnichannel.journal.snapshot.duration", 1, $"store={Store} outcome=kept"),
            ],
            _measured);
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Omnichannel") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));

        // How long it took is nobody's promise; that it took some time is.
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value > 0 ? 1 : 0, tags));
        listener.Start();
        return listener;
    }

    // Journals of other tests are measured at the same time.
    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        if (text.Contains(Store, StringComparison.Ordinal)) _measured.Add((instrument.Name, value, text));
    }
}
