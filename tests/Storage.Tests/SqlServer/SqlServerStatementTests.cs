using System.Text.RegularExpressions;

namespace Omnichannel.Storage.SqlServer;

/// <summary>The statements, where no server is there to run them: plain enough for every server that speaks T-SQL, and safe by their shape.</summary>
public sealed partial class SqlServerStatementTests
{
    private static readonly SqlServerDialect _dialect = new(
        new() { Store = JournalStore.SqlServer, ConnectionString = "Server=db;Database=grid" }, FakeSqlClient.Instance);

    public static TheoryData<string, string> Statements
    {
        get
        {
            var statements = new TheoryData<string, string>
            {
                { "append", SqlServerWriter.AppendSql },
                { "find row of snapshot", SnapshotKeeper.FindSql },
                { "replace snapshot", SnapshotKeeper.ReplaceSql },
                { "add snapshot", SnapshotKeeper.AddSql },
                { "version of snapshot", SnapshotKeeper.KeptSql },
                { "create key", _dialect.KeySql.Create },
                { "destroy key", _dialect.KeySql.Destroy },
                { "schema lock", _dialect.SchemaLockSql },
                { "schema table", _dialect.SchemaTableSql },
            };
            foreach (var query in new[] { ReadQuery.Head, ReadQuery.RowsUpToHead, ReadQuery.Rows, ReadQuery.Feed, ReadQuery.Due }) statements.Add("read", query.SqlIn(_dialect));
            foreach (var script in SchemaScript.In(_dialect.Folder)) statements.Add(script.Name, script.Sql);
            return statements;
        }
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Statement_IsPlain(string name, string sql)
    {
        var found = NotPlain().Matches(sql).Select(match => match.Value);

        Assert.True(!found.Any(), $"{name}: {string.Join(", ", found)}");
    }

    [Fact]
    public void Append_LocksItsShardBeforeItLooks_AndTellsBeforeItCommits()
    {
        string[] order =
        [
            "FROM OPENJSON(@batch)",
            "BEGIN TRANSACTION",
            "UPDATE journal_shards",
            "INSERT INTO @accepted",
            "UPDATE h SET version",
            "IF @@ROWCOUNT <> @moved THROW",
            "INSERT INTO journal_heads",
            "INSERT INTO journal_rows",
            "SELECT place FROM @accepted;",
            "COMMIT TRANSACTION",
        ];

        var places = order.Select(part => SqlServerWriter.AppendSql.IndexOf(part, StringComparison.Ordinal)).ToArray();

        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.EndsWith("COMMIT TRANSACTION;", SqlServerWriter.AppendSql.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Append_TakesNothingButItsThreeParameters()
    {
        var declared = Declared().Matches(SqlServerWriter.AppendSql).Select(match => match.Groups[1].Value);
        var used = Variable().Matches(SqlServerWriter.AppendSql).Select(match => match.Groups[1].Value).Where(name => name is not "@@ROWCOUNT").Distinct();

        Assert.Equal(["@batch", "@bytes", "@shard"], used.Except(declared).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Append_ReadsTheColumnsThatABatchHas()
    {
        var columns = Columns().Match(SqlServerWriter.AppendSql).Groups[1].Value.Split(',').Select(column => column.Trim().Split(' ')[0]);

        Assert.Equal(SqlServerBatchTests.Names.Order(StringComparer.Ordinal), columns.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    [InlineData("SqlServer")]
    public void Scripts_OfOneStore_HaveNumbersOfTheirOwn(string folder)
    {
        var numbers = SchemaScript.In(folder).Select(script => script.Number).ToArray();

        Assert.Equal(numbers.Distinct(), numbers);
    }

    [Fact]
    public void Script_ComparesNamesByTheirCodePoints()
    {
        // What people call a silo and a host is only shown.
        var names = SchemaScript.In(_dialect.Folder).SelectMany(script => script.Sql.Split('\n')).Where(line => Name().IsMatch(line)).ToArray();

        Assert.NotEmpty(names);
        Assert.All(names, line => Assert.Contains("COLLATE Latin1_General_BIN2", line, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\b(MERGE|WAITFOR|READONLY|NOLOCK|HOLDLOCK|UPDLOCK|ROWLOCK|PAGLOCK|XLOCK|TABLOCKX?|READPAST|READUNCOMMITTED|REPEATABLEREAD|SERIALIZABLE)\b|\bOPTION\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex NotPlain();

    [GeneratedRegex(@"^    (?!silo_name|host_name)\w+ +n?varchar\(\d")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?:DECLARE|bigint,) (@\w+)")]
    private static partial Regex Declared();

    [GeneratedRegex(@"(@@?\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"FROM OPENJSON\(@batch\) WITH \(([^;]*)\);", RegexOptions.Singleline)]
    private static partial Regex Columns();
}
