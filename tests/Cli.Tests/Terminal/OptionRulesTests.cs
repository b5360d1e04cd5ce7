using System.CommandLine;
using Omnichannel.Audit;
using Omnichannel.Load;
using Omnichannel.Moving;
using Omnichannel.Replay;

namespace Omnichannel.Terminal;

/// <summary>Whatever is typed after an option, the answer is its rule: never a crash, never an effect.</summary>
public sealed class OptionRulesTests
{
    private static readonly string _file = typeof(OptionRulesTests).Assembly.Location;

    [Theory]
    [InlineData("--concurrency", "1 to 1024", "replay", "x", "0", "1025", "1.5", "99999999999")]
    [InlineData("--patience", "0 or more", "audit", "x", "-1")]
    [InlineData("--rate", "more than 0", "load", "x", "0", "-1", "NaN")]
    [InlineData("--zipf", "0 to 10", "load", "x", "-1", "11", "NaN")]
    [InlineData("--connections", "1 to 4096", "load", "x", "0", "4097")]
    [InlineData("--shards", "1 to 64", "import-journal", "x", "0", "65")]
    [InlineData("--store", "Sqlite, Postgres or SqlServer", "rewrap-keys", "x", "None", "7")]
    public void Parse_WhenTheValueBreaksTheRule_SaysTheRule(string option, string rule, string command, params string[] values)
    {
        foreach (var value in values)
        {
            var parsed = Commands[command]().Parse([.. command is "replay" or "import-journal" ? [_file] : Array.Empty<string>(), $"{option}={value}"]);

            Assert.Contains(parsed.Errors, error => error.Message.StartsWith($"{option} is {rule}", StringComparison.Ordinal));
        }
    }

    private static Dictionary<string, Func<Command>> Commands { get; } = new()
    {
        ["replay"] = ReplayCommand.Create,
        ["audit"] = AuditCommand.Create,
        ["load"] = LoadCommand.Create,
        ["import-journal"] = ImportJournalCommand.Create,
        ["rewrap-keys"] = RewrapKeysCommand.Create,
    };
}
