using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace Omnichannel.Metrics;

/// <summary>Listens to the instruments worth showing and keeps their figures until somebody asks.</summary>
public sealed class MetricsCollector : IDisposable
{
    private static readonly FrozenSet<string> OfThePlatform = FrozenSet.Create(
        "kestrel.active_connections",
        "kestrel.rejected_connections",
        "kestrel.queued_connections",
        "dotnet.process.cpu.time",
        "dotnet.process.memory.working_set",
        "dotnet.gc.collections",
        "dotnet.gc.pause.time",
        "dotnet.gc.last_collection.heap.size",
        "dotnet.gc.heap.total_allocated",
        "dotnet.thread_pool.queue.length",
        "dotnet.thread_pool.thread.count");

    // A silo, and the way to one.
    private static readonly FrozenSet<string> OfOrleans = FrozenSet.Create(
        "orleans-catalog-activations",
        "orleans-client-connected-gateways",
        "orleans-gateway-connected-clients",
        "orleans-messaging-pings-reply-missed");

    private static readonly string[] RequestTags = ["http.request.method", "http.route", "http.response.status_code"];

    /// <summary>Of what <see cref="Tell"/> returns: the text format of Prometheus.</summary>
    public const string MediaType = PrometheusText.MediaType;

    private readonly ConcurrentDictionary<Instrument, MetricSeries> _metrics = new();
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;

    public MetricsCollector(IMeterFactory meters)
    {
        _meters = meters;
        _listener.InstrumentPublished = Publish;
        _listener.MeasurementsCompleted = (instrument, state) => _metrics.TryRemove(instrument, out var _);
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricSeries)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricSeries)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MetricSeries)state!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>All figures as of now, as <see cref="MediaType"/>.</summary>
    public string Tell()
    {
        _listener.RecordObservableInstruments();
        return PrometheusText.Of([.. _metrics.Values]);
    }

    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        // Instruments of another host in this process are not ours to show.
        if (instrument.Meter.Scope is { } scope && !ReferenceEquals(scope, _meters)) return;
        if (!IsShown(instrument)) return;
        var metric = new MetricSeries(instrument, instrument.Name == "http.server.request.duration" ? RequestTags : null);
        _metrics[instrument] = metric;
        listener.EnableMeasurementEvents(instrument, metric);
    }

    private static bool IsShown(Instrument instrument) => instrument.Meter.Name switch
    {
        "Omnichannel" or "Microsoft.AspNetCore.Hosting" => true,
        "Microsoft.Orleans" => OfOrleans.Contains(instrument.Name),
        "Microsoft.AspNetCore.Server.Kestrel" or "System.Runtime" => OfThePlatform.Contains(instrument.Name),
        _ => false,
    };
}
