using Omnichannel.Terminal;
using Spectre.Console;

namespace Omnichannel.Moving;

internal static class MovedReport
{
    public static void Write(string title, MovedCounts counts, int shardCount, TimeSpan elapsed)
    {
        var table = Tables.New(title, "", "count");
        table.AddLine("entities", Tables.Count(counts.EntitiesCount));
        table.AddLine("rows", Tables.Count(counts.RowsCount));
        table.AddLine("keys of owners", Tables.Count(counts.KeysCount));
        table.AddLine("shards", Tables.Count(shardCount));
        table.AddLine("time", Tables.Seconds(elapsed));
        table.AddLine("throughput", Tables.Rate(counts.RowsCount, elapsed, "rows"));
        AnsiConsole.Write(table);
    }
}
