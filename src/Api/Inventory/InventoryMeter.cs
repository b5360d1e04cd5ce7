using System.Diagnostics.Metrics;

namespace Omnichannel.Inventory;

/// <summary>What the front end measures of the inventory.</summary>
public sealed class InventoryMeter
{
    private readonly Histogram<double> _reserve;
    private readonly Counter<long> _imported;

    public InventoryMeter(IMeterFactory meters)
    {
        var meter = meters.Create("Omnichannel");
        _reserve = meter.CreateHistogram<double>("omnichannel.stock.reserve.duration", "s", "From the arrival of a reserve call to its answer.");
        _imported = meter.CreateCounter<long>("omnichannel.stock.import.rows", "{row}", "Rows of imports, by outcome.");
    }

    public void Reserved(ReserveStatus status, TimeSpan elapsed) =>
        _reserve.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("status", WireNames.Of(status)));

    public void Imported(string status) => _imported.Add(1, new KeyValuePair<string, object?>("status", status));
}
