namespace Omnichannel.Audit.Customers.Checks;

/// <summary>Points end at their time, and then all that is left of them.</summary>
internal sealed class PointsEndInTime : ICheck<CustomerState, CustomerFact>
{
    public AuditCheck Number => AuditCheck.PointsEndInTime;

    public string? Before(CustomerState state, CustomerFact fact)
    {
        if (fact is CustomerFact.Earned earned && earned.ExpiresAt <= earned.At) return $"{earned.CommandId} earned points that had ended already.";
        if (fact is not CustomerFact.Expired expired) return null;
        if (state.Points.Find(expired.LotId, expired.Owner) is not { } lot) return $"points of lot {expired.LotId} ended, and there were none.";
        if (lot.Points != expired.Points) return $"{expired.Points} points of lot {expired.LotId} ended, {lot.Points} were left.";
        return lot.ExpiresAt <= expired.At ? null : $"points of lot {expired.LotId} ended at {expired.At:O}, they were good until {lot.ExpiresAt:O}.";
    }
}
