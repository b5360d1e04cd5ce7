using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Omnichannel.Testing;

/// <summary>A test on a real PostgreSQL; reported as skipped where none is installed.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (!PostgresTools.IsInstalled) Skip = PostgresTools.MissingReason;
    }
}

/// <summary>All <see cref="StoreFactAttribute"/> tests of this class run on a real PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresPostgresAttribute : Attribute;

/// <summary>All <see cref="StoreFactAttribute"/> tests of this class run on the SQL Server that <see cref="SqlServerTools.Variable"/> names.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresSqlServerAttribute : Attribute;

/// <summary>A test that classes inherit for one store each; skipped by name in those whose store is not installed.</summary>
[XunitTestCaseDiscoverer("Omnichannel.Testing.StoreFactDiscoverer", "Omnichannel.Testing")]
public sealed class StoreFactAttribute : FactAttribute;

public sealed class StoreFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact) =>
        new StoreTestCase(DiagnosticMessageSink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method);
}

public sealed class StoreTestCase : XunitTestCase
{
    [Obsolete("Only for deserialization")]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
    {
        if (Needs<RequiresPostgresAttribute>() && !PostgresTools.IsInstalled) return PostgresTools.MissingReason;
        if (Needs<RequiresSqlServerAttribute>() && SqlServerTools.MissingReason is { } reason) return reason;
        return base.GetSkipReason(factAttribute);

        bool Needs<TAttribute>() => TestMethod.TestClass.Class.GetCustomAttributes(typeof(TAttribute)).Any();
    }
}
