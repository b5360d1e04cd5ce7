using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Omnichannel.Terminal;
using Spectre.Console;

namespace Omnichannel.Load;

/// <summary><c>omni load</c></summary>
internal static class LoadCommand
{
    private const string Details = """
        Reserves one unit a call, or in each line of a call (--batch).

        A closed loop (the default) sends the next call of a connection when the last one was answered: it finds the peak. An open loop
        (--rate) sends calls when they are due and counts their latency from then on, so that a pause of the grid shows in every call that it delayed.

        The reservations stay: give it a grid of its own. A hot SKU (--skus 1) gives way to a new one after 100,000 reservations, as a grid bounds what one may hold.
        """;

    public static Command Create()
    {
        var grid = new GridOptions();
        var connections = Number("--connections", "Connections, one call at a time each.", 64, 1, 4_096);
        var seconds = Number("--seconds", "Seconds that are measured.", 10, 1, 86_400);
        var warmUp = Number("--warm-up", "Seconds before that.", 3, 0, 3_600);
        var skus = Number("--skus", "SKUs to choose from; 1 puts all load on one.", 1, 1, 1_000_000);
        var rate = new Option<double?>("--rate") { Description = "Calls per second of an open loop.", HelpName = "N" };
        rate.Must(static calls => calls is null or > 0, "--rate is more than 0.");
        var skew = new Option<double>("--zipf") { Description = "Exponent of a Zipf choice of SKUs; 0 chooses uniformly.", HelpName = "S", DefaultValueFactory = _ => 0 };
        skew.Must(static exponent => exponent is >= 0 and <= 10, "--zipf is 0 to 10.");
        var batch = Number("--batch", "Reservations in one call.", 1, 1, 1_000);
        var stocked = new Option<bool>("--stocked") { Description = "The SKUs have stock already: bring none in." };
        var root = new Option<string>("--root") { Description = "The path that stock is under.", HelpName = "PATH", DefaultValueFactory = _ => LoadPlan.RootDefault };
        var run = new Option<string?>("--run") { Description = "Names the SKUs of this run; by default after the time.", HelpName = "ID" };
        var json = new Option<bool>("--json") { Description = "One line of JSON instead of a table." };
        var command = new DetailedCommand("load", "Puts a grid under load and measures it.", Details) { connections, seconds, warmUp, skus, batch, rate, skew, run, stocked, root, json };
        grid.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetValue(run) ?? string.Create(CultureInfo.InvariantCulture, $"load-{DateTime.UtcNow:yyyyMMddHHmmss}");
            var plan = new LoadPlan(
                parsed.GetRequiredValue(grid.Url), name, parsed.GetValue(connections),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                parsed.GetValue(skus), "load", parsed.GetValue(rate), parsed.GetValue(skew),
                parsed.GetValue(batch), parsed.GetValue(stocked), parsed.GetRequiredValue(root));
            var result = await new LoadRun(plan).RunAsync(cancellation);
            if (parsed.GetValue(json)) Console.WriteLine(Json(result));
            else AnsiConsole.Write(Table(result));
            return result.Failed == 0 ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int whenLeftOut, int min, int max)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => whenLeftOut };
        option.Must(value => value >= min && value <= max, $"{name} is {min} to {max}.");
        return option;
    }

    private static (string Name, double Milliseconds)[] Percentiles(LoadResult result) =>
    [
        ("p50", result.Latency.Percentile(0.5).TotalMilliseconds), ("p90", result.Latency.Percentile(0.9).TotalMilliseconds),
        ("p99", result.Latency.Percentile(0.99).TotalMilliseconds), ("p99.9", result.Latency.Percentile(0.999).TotalMilliseconds),
        ("max", result.Latency.Max.TotalMilliseconds),
    ];

    private static Table Table(LoadResult result)
    {
        var table = new Table().AddColumns("what", "figure");
        void Row(string what, FormattableString figure) => table.AddRow(what, Markup.Escape(figure.ToString(CultureInfo.InvariantCulture)));
        Row("reserved", $"{result.Reserved:N0}");
        Row("refused by a rule", $"{result.Refused:N0}");
        Row("failed", $"{result.Failed:N0}");
        Row("reserved per second", $"{result.PerSecond:N0}");
        foreach (var (name, milliseconds) in Percentiles(result)) Row(name, $"{milliseconds:N2} ms");
        Row("processor taken by this load", $"{result.Processor.TotalSeconds:N1} s in {result.Elapsed.TotalSeconds:N1} s");
        return table;
    }

    private static string Json(LoadResult result)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteNumber("reserved", result.Reserved);
            writer.WriteNumber("refused", result.Refused);
            writer.WriteNumber("failed", result.Failed);
            writer.WriteNumber("perSecond", Math.Round(result.PerSecond, 1));
            foreach (var (name, milliseconds) in Percentiles(result)) writer.WriteNumber($"{name}Milliseconds", Math.Round(milliseconds, 3));
            writer.WriteNumber("processorSeconds", Math.Round(result.Processor.TotalSeconds, 2));
            writer.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 2));
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
